/** What a volunteer offers one person: asked above the box, where nothing that is said moves it away. */

const asked = {
  talk: { says: ["card_talk", "talk_choice", "talk_who"], acts: ["yes", "not_now"] },
  line: { says: ["line_title", "talk_who"], acts: ["line"] },
};

/** Those of a room's lines, each with the words for it and what can be answered. */
export const offersIn = ({ lines }) =>
  lines.filter(({ kind }) => kind === "offer").map((item) => ({ item, ...asked[item.card] }));
