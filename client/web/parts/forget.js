/** "Forget me": the truth about what goes and what stays, then one press. */

import { button, openDialog } from "./dialog.js";
import { make } from "./log.js";

/**
 * @param {(key: string, values?: object) => string} words
 * @param {number} hours how long the room keeps words
 * @param {() => void} forget
 */
export function openForget(words, hours, forget) {
  const list = make("ul");
  const back = localStorage.getItem("k.keep") ? "room.forget_return_kept" : "room.forget_return";
  for (const key of ["room.forget_name", "room.forget_words", back, "room.forget_device"]) {
    list.append(make("li", { textContent: words(key, { n: hours }) }));
  }
  const press = () => {
    dialog.close();
    forget();
  };
  const acts = make("p", { className: "acts" },
    button(words("room.forget_now"), press, "button leave"),
    button(words("room.forget_not"), () => dialog.close()));
  const dialog = openDialog(words("room.forget"), list, acts);
}

/** All that is left of the room's page: that it is done, and the way to all rooms. Nobody writes here any more. */
export function showForgotten(words, rooms) {
  const told = make("p", { className: "lead", tabIndex: -1, textContent: words("room.forgotten") });
  const way = make("a", { className: "button", href: rooms, textContent: words("room.act_rooms") });
  way.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(rooms); // or Back would lead to the gate, which names the room
  });
  document.querySelector("kith-log").wipe(); // nothing that waits to be drawn finds its place any more
  document.querySelector(".bar").remove();
  document.getElementById("main").replaceChildren(make("div", { className: "sheet-of-paper" }, told, make("p", {}, way)));
  told.focus();
}
