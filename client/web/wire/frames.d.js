// Generated from server/wire/frames.py by `make schema`. Never edited by hand.

/**
 * Come in, come back, or ask again for what follows `after`; `guest` is an invited guest's pass.
 * @typedef {object} Enter
 * @property {"enter"} t
 * @property {string} room
 * @property {string} key
 * @property {number} [alias]
 * @property {string} [lang]
 * @property {After} [after]
 * @property {string} [guest]
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
 * Ask for a turn, or take the wish back; with `last`, go to the end of the line. Taken back by somebody who does not stand in line, it means: not me, this time round.
 * @typedef {object} Hand
 * @property {"hand"} t
 * @property {string} id
 * @property {boolean} [up]
 * @property {boolean} [last]
 */

/**
 * Pass the turn on, or give it `to` a member; whoever shared ends the feedback with it.
 * @typedef {object} Pass
 * @property {"pass"} t
 * @property {string} id
 * @property {string} [to]
 */

/**
 * Say, while it is your turn, what may follow it: nothing, feedback, or one question.
 * @typedef {object} Wish
 * @property {"wish"} t
 * @property {string} id
 * @property {"listen" | "question" | "welcome"} what
 */

/**
 * As the chair, end the `step` the meeting is at; whoever holds the piece may end first.
 * @typedef {object} Next
 * @property {"next"} t
 * @property {string} id
 * @property {string} step
 */

/**
 * Open the evening, or stand in as the reserve; or, without `up`, lay it down.
 * @typedef {object} Lead
 * @property {"lead"} t
 * @property {string} id
 * @property {boolean} up
 */

/**
 * Ask that no guest is there while it is your turn, and until it was answered; or, without `up`, take that back. Nobody is told who asked.
 * @typedef {object} Alone
 * @property {"alone"} t
 * @property {string} id
 * @property {boolean} up
 */

/**
 * Take a role of the group that nobody has or that is offered, offer one's own `to` somebody, or lay it down.
 * @typedef {object} Serve
 * @property {"serve"} t
 * @property {string} id
 * @property {"greeter" | "opener" | "reserve" | "timekeeper"} role
 * @property {"lay_down" | "offer" | "take"} what
 * @property {string} [to]
 */

/**
 * Propose to have a guest from `starts` to `ends` (ms).
 * @typedef {object} Invite
 * @property {"invite"} t
 * @property {string} id
 * @property {"counsellor" | "debt_adviser" | "doctor" | "lawyer" | "nurse" | "psychologist" | "social_worker" | "teacher"} profession
 * @property {number} starts
 * @property {number} ends
 */

/**
 * About the `guest` of this id: object; say that one asked at the institution; have the pass made (it comes as a card, and only to who asks); or, as the chair, send the guest away.
 * @typedef {object} Guest
 * @property {"guest"} t
 * @property {string} id
 * @property {string} guest
 * @property {"away" | "checked" | "object" | "pass"} what
 */

/**
 * Offer to stand by somebody or take that back; ask a member who offers it (`to`); or end a line, or say no to the question, by its id (`line`).
 * @typedef {object} Sponsor
 * @property {"sponsor"} t
 * @property {string} id
 * @property {"ask" | "end" | "offer" | "withdraw"} what
 * @property {string} [to]
 * @property {string} [line]
 */

/**
 * As who opens the evening or stands in: pause it and call a volunteer; or let it go on. With `aside`, the circle goes on in a side room meanwhile.
 * @typedef {object} Halt
 * @property {"halt"} t
 * @property {string} id
 * @property {boolean} on
 * @property {boolean} [aside]
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
 * Ask how long one was in the meeting: a signed slip in a card, then `ack`.
 * @typedef {object} Slip
 * @property {"slip"} t
 * @property {string} id
 */

/**
 * Wait for others, or no longer: the third who waits begins a circle. Said again every 45 s. `pair`: two are enough; where both who wait say so, they begin.
 * @typedef {object} Wait
 * @property {"wait"} t
 * @property {string} id
 * @property {boolean} [up]
 * @property {boolean} [pair]
 */

/**
 * Remove this key's record at once.
 * @typedef {object} Forget
 * @property {"forget"} t
 * @property {string} id
 */

/**
 * You are in. `from` is the first number that follows or is named in a gap. `paused`: until when (ms) nobody writes.
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
 * @property {MeetingFacts} [meeting]
 * @property {number} [paused]
 */

/**
 * You, with the index of your two words; `guest`: you are here as an invited guest.
 * @typedef {object} You
 * @property {string} id
 * @property {string} alias
 * @property {number} index
 * @property {boolean} [guest]
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
 * The meeting you came into: all of it, as the frames of its events would have told. `step` counts from 0; `paused` is until when (ms) at most nobody speaks; `now` (ms) is the store's time, to compare the other times with. `alone`: you asked that no guest is there while you speak; nobody else is told.
 * @typedef {object} MeetingFacts
 * @property {string} id
 * @property {string} format
 * @property {number} version
 * @property {string} title
 * @property {StepFacts[]} steps
 * @property {number} step
 * @property {string} speak
 * @property {number} until
 * @property {number} now
 * @property {boolean} guided
 * @property {string[]} line
 * @property {string} [reading]
 * @property {TurnFacts} [turn]
 * @property {FeedbackFacts} [feedback]
 * @property {string} [chair]
 * @property {string} [reserve]
 * @property {boolean} [closing]
 * @property {number} [paused]
 * @property {boolean} [alone]
 */

/**
 * A step of a meeting: what it is called in its protocol, what for, and how long; `turn_s` is how long one has the piece, where one goes round. `guest`: an invited guest writes in it.
 * @typedef {object} StepFacts
 * @property {string} id
 * @property {string} kind
 * @property {number} minutes
 * @property {number} [turn_s]
 * @property {boolean} [guest]
 */

/**
 * Who holds the piece. `phase`: `open`, `soon` (`signal` was given), `grace` (for the last sentence), `held` (their line was lost: the clock stands, the place is kept). `ends` (ms) is when the time to talk ends; it is absent while the clock stands, and `left_s` stays as it is. `wish` is what may follow: `listen`, `welcome` or `question`.
 * @typedef {object} TurnFacts
 * @property {string} holder
 * @property {string} alias
 * @property {string} phase
 * @property {number} left_s
 * @property {string} wish
 * @property {number} [ends]
 */

/**
 * Whom others may answer just now, how (`welcome`, `question`), and until when (ms).
 * @typedef {object} FeedbackFacts
 * @property {string} of
 * @property {string} alias
 * @property {string} wish
 * @property {number} until
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
 * The door is slower: the first words of who is new wait for a volunteer's glance, until then (ms) if it stays calm, or a little longer. Without `until`: it is as before.
 * @typedef {object} Door
 * @property {"door"} t
 * @property {number} n
 * @property {number} at
 * @property {number} [until]
 */

/**
 * A meeting begins; its first `step` follows. Who leads it, if anybody does.
 * @typedef {object} Meeting
 * @property {"meeting"} t
 * @property {number} n
 * @property {number} at
 * @property {string} id
 * @property {string} format
 * @property {number} version
 * @property {string} title
 * @property {StepFacts[]} steps
 * @property {boolean} guided
 * @property {string} [chair]
 * @property {string} [reserve]
 */

/**
 * The meeting is at this step, counted from 0, `until` then (ms); whoever stood in line for the last one stands there no more. `speak`: `nobody`, `everyone`, `holder`, `chair`, `guest`.
 * @typedef {object} Step
 * @property {"step"} t
 * @property {number} n
 * @property {number} at
 * @property {number} step
 * @property {string} id
 * @property {string} kind
 * @property {string} speak
 * @property {number} until
 * @property {string} [reading]
 */

/**
 * Nobody new begins in this step; it ends when whoever shares has ended.
 * @typedef {object} Closing
 * @property {"closing"} t
 * @property {number} n
 * @property {number} at
 */

/**
 * The piece, the whole line for it and the feedback, and `why` this is told now. `asked`, `stepped_back`, `begun`, `soon`, `grace`, `passed`, `given`, `time`, `line_lost`, `line_back`, `gone`, `wished`, `feedback_over`. Without `turn` nobody holds the piece.
 * @typedef {object} Turn
 * @property {"turn"} t
 * @property {number} n
 * @property {number} at
 * @property {string} why
 * @property {string[]} line
 * @property {TurnFacts} [turn]
 * @property {FeedbackFacts} [feedback]
 */

/**
 * Who opens the evening and who stands in; `away`: the chair's line is lost. `waiting`: the meeting waits for a trained adult, and ends if none comes.
 * @typedef {object} Roles
 * @property {"roles"} t
 * @property {number} n
 * @property {number} at
 * @property {string} [chair]
 * @property {string} [reserve]
 * @property {boolean} [away]
 * @property {boolean} [waiting]
 */

/**
 * Nobody speaks and every clock stands, until then (ms) at most: a volunteer was called.
 * @typedef {object} Pause
 * @property {"pause"} t
 * @property {number} n
 * @property {number} at
 * @property {number} until
 */

/**
 * It goes on: the step ends at `until`; the piece and the feedback as they are from now on.
 * @typedef {object} Resume
 * @property {"resume"} t
 * @property {number} n
 * @property {number} at
 * @property {number} [until]
 * @property {TurnFacts} [turn]
 * @property {FeedbackFacts} [feedback]
 */

/**
 * The meeting is over: `done`, or `adults_gone`. The room is as between meetings. What was said in it is erased at `gone` (ms).
 * @typedef {object} Over
 * @property {"over"} t
 * @property {number} n
 * @property {number} at
 * @property {string} why
 * @property {number} [gone]
 */

/**
 * What the group agreed on: who serves, which guests, and who would stand by somebody. `adults`, where young people meet: whom a coordinator named as a trained adult. After hello, and whenever it changes; all of it each time, never numbered.
 * @typedef {object} Group
 * @property {"group"} t
 * @property {RoleFacts[]} roles
 * @property {GuestFacts[]} guests
 * @property {Person[]} sponsors
 * @property {Person[]} [adults]
 */

/**
 * Who has a role until then (ms), and to whom it is offered.
 * @typedef {object} RoleFacts
 * @property {string} role
 * @property {string} id
 * @property {string} alias
 * @property {number} until
 * @property {string} [offered]
 */

/**
 * A guest the group thinks of, expects, or has with it: then `member` is who. One may object until `agreed` (ms); `checked` is when (ms) two members had asked at the institution; `coordinator`: one has still to say yes; `declined`: one said no; `objected`: a member did, and the group may be asked again from `agreed` on. `left`: is not here any more, and is told of as long as their words may be, for the badge at them.
 * @typedef {object} GuestFacts
 * @property {string} guest
 * @property {string} profession
 * @property {number} starts
 * @property {number} ends
 * @property {number} agreed
 * @property {number} [checked]
 * @property {boolean} [coordinator]
 * @property {string} [member]
 * @property {boolean} [left]
 * @property {boolean} [declined]
 * @property {boolean} [objected]
 */

/**
 * The one answer to `more`: rising, outside the live numbering.
 * @typedef {object} Lines
 * @property {"lines"} t
 * @property {(Said | Hidden | Shown | Erased | Rule | Door | Meeting | Step | Closing | Turn | Roles | Pause | Resume | Over)[]} events
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
 * Not accepted, and why; codes, never prose. With `removed`: `until` when (ms), for which class of `reason`, and the `appeal` code to ask another volunteer with. With `not_your_turn` of a message: `why`, which is `nobody` (writes in this part), `adults` (have to come first), `free` (the piece is; ask for it), `other` (somebody else speaks), `answered` (you have), `asked` (the one question was), `guest` (the guest speaks) or `guests` (you are one, and this is not your part).
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
 * @property {string} [why]
 */

/**
 * A private card. `help`: somebody may be found here, and these lines answer; `update`: still nobody had time; with `called`, somebody who is not at the desk is being called. `thanks` for line `of`; `helper`: how to listen to somebody who has a hard time. `talk`: a volunteer would like to write to you alone: enter `line` to say yes. On the line itself: `dropped`, your volunteer's line was lost; `handed_on`, they had to go; `talk_ended`. `sanction`: what (`what`) you may not do `until` when (ms), for which class of `reason`, and the `code` to ask another volunteer with. `slip`: what you asked for, as a signed `code`; it says nothing of you. `guest_pass`: the `code` for the guest, told once. `sponsor_asked`: `alias` asks you to stand by them; enter `line` to say yes. `sponsor`: your line with `alias` is open, enter `line`. `sponsor_waits`: `alias` has not answered yet. `sponsor_ended`: that `line` is over. `line_words`: `alias` wrote on that `line` while you are not there; told once, until you were. `young`: you said how young you are; there are no lines of two for you here, and a volunteer was asked to say hello. `greeters`: nobody has come yet, and a volunteer knows that somebody waits. `welcome`: you went offline while somebody worried for you, and are here again. `step_out`, to a guest: somebody shares without one; `no_guest`, to them: none is there now. `rest`: you have stood by somebody for an hour without a break. `pair`: you wait, and so does one other: say with `wait` whether two are enough. `side_room`: your circle goes on in the room `next`: enter it under the key you are here with.
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
 * @property {string} [alias]
 * @property {string} [next]
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
 * How many volunteers are on duty has changed; beside a `tick`, so within `ping_s`.
 * @typedef {object} OnDuty
 * @property {"onduty"} t
 * @property {Duty} duty
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

/** @typedef {Enter | Say | Thank | Report | Need | Answer | Hand | Pass | Wish | Next | Lead | Alone | Serve | Invite | Guest | Sponsor | Halt | More | Leave | Slip | Wait | Forget} MemberFrame */

/** @typedef {Hello | Said | Hidden | Shown | Erased | Rule | Door | Meeting | Step | Closing | Turn | Roles | Pause | Resume | Over | Group | Lines | Here | Ack | Nack | Card | Gap | Reset | Resync | Tick | OnDuty | Outage | Bye} ServerFrame */

/** @typedef {Said | Hidden | Shown | Erased | Rule | Door | Meeting | Step | Closing | Turn | Roles | Pause | Resume | Over} StreamFrame */

export {};
