// Generated from server/wire/frames.py by `make schema`. Never edited by hand.

/**
 * Come in, come back, or ask again for what follows `after`.
 * @typedef {object} Enter
 * @property {"enter"} t
 * @property {string} room
 * @property {string} key
 * @property {number} [alias]
 * @property {string} [lang]
 * @property {After} [after]
 */

/**
 * The last position a client has: what follows it is asked for.
 * @typedef {object} After
 * @property {string} epoch
 * @property {number} n
 */

/**
 * A message; `replaces` withdraws a held one.
 * @typedef {object} Say
 * @property {"say"} t
 * @property {string} id
 * @property {string} text
 * @property {number} [to]
 * @property {string} [replaces]
 */

/**
 * Thank the author of line `n`, privately.
 * @typedef {object} Thank
 * @property {"thank"} t
 * @property {string} id
 * @property {number} n
 */

/**
 * Tell a volunteer about line `n`.
 * @typedef {object} Report
 * @property {"report"} t
 * @property {string} id
 * @property {number} n
 * @property {"attack" | "details" | "other" | "selling" | "worried"} why
 */

/**
 * Say "I need someone"; raises a case itself.
 * @typedef {object} Need
 * @property {"need"} t
 * @property {string} id
 */

/**
 * Answer a card: `not_meant` to `help` (noted, nothing more), `not_now` to `talk`.
 * @typedef {object} Answer
 * @property {"answer"} t
 * @property {string} id
 * @property {"not_meant" | "not_now"} what
 */

/**
 * Ask for a turn, or take the wish back.
 * @typedef {object} Hand
 * @property {"hand"} t
 * @property {string} id
 * @property {boolean} [up]
 */

/**
 * Pass the turn on.
 * @typedef {object} Pass
 * @property {"pass"} t
 * @property {string} id
 */

/**
 * Earlier lines that are still kept; `before` is exclusive.
 * @typedef {object} More
 * @property {"more"} t
 * @property {number} before
 * @property {number} limit
 */

/**
 * Go: this socket closes; the place is free at once if it was the member's last.
 * @typedef {object} Leave
 * @property {"leave"} t
 */

/**
 * Remove this key's record at once.
 * @typedef {object} Forget
 * @property {"forget"} t
 * @property {string} id
 */

/**
 * You are in. `from` is the first number that follows or is named in a gap.
 * @typedef {object} Hello
 * @property {"hello"} t
 * @property {number} v
 * @property {string} house
 * @property {string} epoch
 * @property {number} n
 * @property {number} from
 * @property {boolean} resumed
 * @property {You} you
 * @property {RoomFacts} room
 * @property {Person[]} members
 * @property {number} others
 * @property {Duty} duty
 * @property {number} ping_s
 */

/**
 * You, with the index of your two words.
 * @typedef {object} You
 * @property {string} id
 * @property {string} alias
 * @property {number} index
 */

/**
 * What there is to know about a room; `keep_s` is how long its text is kept.
 * @typedef {object} RoomFacts
 * @property {string} id
 * @property {string} title
 * @property {string} topic
 * @property {string} side
 * @property {string} language
 * @property {string} format
 * @property {string} step
 * @property {number} keep_s
 */

/**
 * Somebody in the room: the member id and the two words.
 * @typedef {object} Person
 * @property {string} id
 * @property {string} alias
 */

/**
 * How many volunteers are on duty; 0 is nobody.
 * @typedef {object} Duty
 * @property {number} on
 */

/**
 * Somebody said this; also you.
 * @typedef {object} Said
 * @property {"said"} t
 * @property {number} n
 * @property {number} at
 * @property {string} by
 * @property {string} alias
 * @property {string} text
 * @property {string} id
 * @property {number} [to]
 */

/**
 * The line `of` left every screen; it may come back.
 * @typedef {object} Hidden
 * @property {"hidden"} t
 * @property {number} n
 * @property {number} at
 * @property {number} of
 */

/**
 * The hidden line `of` is back: ask for it with `more`.
 * @typedef {object} Shown
 * @property {"shown"} t
 * @property {number} n
 * @property {number} at
 * @property {number} of
 */

/**
 * Live: the line `of` is gone for good. In a backlog, without `of`: this one was.
 * @typedef {object} Erased
 * @property {"erased"} t
 * @property {number} n
 * @property {number} at
 * @property {number} [of]
 */

/**
 * Who may post has changed; nothing more.
 * @typedef {object} Rule
 * @property {"rule"} t
 * @property {number} n
 * @property {number} at
 */

/**
 * The one answer to `more`: rising, outside the live numbering.
 * @typedef {object} Lines
 * @property {"lines"} t
 * @property {(Said | Hidden | Shown | Erased | Rule)[]} events
 * @property {number} from
 * @property {number} first_kept
 */

/**
 * Who came and went; at most one a second, never numbered, never stored.
 * @typedef {object} Here
 * @property {"here"} t
 * @property {Person[]} [joined]
 * @property {string[]} [left]
 * @property {Person[]} [members]
 */

/**
 * Accepted; `saved` means it is on disk.
 * @typedef {object} Ack
 * @property {"ack"} t
 * @property {string} id
 * @property {boolean} saved
 * @property {number} [n]
 */

/**
 * Not accepted, and why; codes, never prose. With `removed`: `until` when (ms), for which class of `reason`, and the `appeal` code to ask another volunteer with.
 * @typedef {object} Nack
 * @property {"nack"} t
 * @property {string} code
 * @property {string} [id]
 * @property {number} [after_s]
 * @property {[number, number][]} [spans]
 * @property {boolean} [held]
 * @property {string} [next]
 * @property {number} [until]
 * @property {string} [reason]
 * @property {string} [appeal]
 */

/**
 * A private card. `help`: somebody may be found here, and these lines answer; `update`: still nobody had time; with `called`, somebody who is not at the desk is being called. `thanks` for line `of`; `helper`: how to listen to somebody who has a hard time. `talk`: a volunteer would like to write to you alone: enter `line` to say yes. On the line itself: `dropped`, your volunteer's line was lost; `handed_on`, they had to go; `talk_ended`. `sanction`: what (`what`) you may not do `until` when (ms), for which class of `reason`, and the `code` to ask another volunteer with.
 * @typedef {object} Card
 * @property {"card"} t
 * @property {string} kind
 * @property {Duty} duty
 * @property {number} [of]
 * @property {string} [line]
 * @property {boolean} [called]
 * @property {string} [what]
 * @property {number} [until]
 * @property {string} [reason]
 * @property {string} [code]
 */

/**
 * These positions, both ends included, are no longer kept.
 * @typedef {object} Gap
 * @property {"gap"} t
 * @property {number} from
 * @property {number} to
 */

/**
 * Continuity was lost; enter again.
 * @typedef {object} Reset
 * @property {"reset"} t
 * @property {string} epoch
 */

/**
 * You were too slow and your queue was dropped; enter again with `after`.
 * @typedef {object} Resync
 * @property {"resync"} t
 */

/**
 * Every `ping_s`, needs no answer: page script cannot see protocol pings.
 * @typedef {object} Tick
 * @property {"tick"} t
 */

/**
 * The store is out of reach (`on`), or back: what is sent meanwhile is not accepted.
 * @typedef {object} Outage
 * @property {"outage"} t
 * @property {boolean} on
 */

/**
 * The server will close; come back after so long.
 * @typedef {object} Bye
 * @property {"bye"} t
 * @property {string} code
 * @property {number} after_s
 */

/** @typedef {Enter | Say | Thank | Report | Need | Answer | Hand | Pass | More | Leave | Forget} MemberFrame */

/** @typedef {Hello | Said | Hidden | Shown | Erased | Rule | Lines | Here | Ack | Nack | Card | Gap | Reset | Resync | Tick | Outage | Bye} ServerFrame */

/** @typedef {Said | Hidden | Shown | Erased | Rule} StreamFrame */

export {};
