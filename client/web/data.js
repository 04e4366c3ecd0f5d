/**
 * "Your data on this device": what there is, and how to be rid of it. Nothing of it is sent.
 *
 * `k.settings` holds only what differs from the default, and is absent when nothing does:
 * `{size: "large"|"larger", theme: "light"|"dark", enter: true, spell: true, aloud: true,
 * shift: false, keys: false}`.
 */

import { phrases } from "./phrases.js";
import "./milestones.js";

const find = (id) => document.getElementById(id);
const say = phrases(document);

/** What may lie on this device, and what people call it. */
const things = [
  { where: sessionStorage, is: (key) => key === "k.secret", words: "data.erased_secret" },
  { where: localStorage, is: (key) => key === "k.keep", words: "data.erased_keep" },
  { where: localStorage, is: (key) => key === "k.settings", words: "data.erased_settings" },
  { where: localStorage, is: (key) => key === "k.milestones", words: "data.erased_milestones" },
  {
    where: sessionStorage,
    is: (key) => key.startsWith("k.") && key !== "k.secret",
    words: "data.erased_rooms",
  },
];

function showName() {
  const onDevice = localStorage.getItem("k.keep") !== null;
  const inTab = sessionStorage.getItem("k.secret") !== null;
  const where = onDevice ? "device" : inTab ? "tab" : "none";
  find("name-where").textContent = say(`data.name_${where}`);
  find("stopping").hidden = !onDevice;
}

function stopKeeping() {
  const secret = localStorage.getItem("k.keep");
  if (secret) sessionStorage.setItem("k.secret", secret);
  localStorage.removeItem("k.keep");
  showName();
  find("name-where").textContent = say("data.name_stopped");
}

function settings() {
  try {
    return JSON.parse(localStorage.getItem("k.settings")) ?? {};
  } catch {
    return {};
  }
}

/** A box that switches something off stores `false`, every other one `true`. */
function chosen(form) {
  const boxes = [...form.querySelectorAll("[type=checkbox]:checked")];
  const radios = [...form.querySelectorAll("[type=radio]:checked")].filter(({ value }) => value);
  return Object.fromEntries([
    ...boxes.map((box) => [box.name, !("off" in box.dataset)]),
    ...radios.map((radio) => [radio.name, radio.value]),
  ]);
}

function showChoices(form) {
  const now = settings();
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = box.name in now;
  for (const radio of form.querySelectorAll("[type=radio]")) {
    radio.checked = radio.value === (now[radio.name] ?? "");
  }
}

function saveChoices(form) {
  const now = chosen(form);
  if (Object.keys(now).length) localStorage.setItem("k.settings", JSON.stringify(now));
  else localStorage.removeItem("k.settings");
  wear(now);
  find("choices-say").textContent = say("data.saved");
}

/** The chosen look at once; look.js does the same at the start of every page. */
function wear({ theme, size }) {
  for (const [name, value] of Object.entries({ theme, size })) {
    if (value) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
  }
}

function eraseAll() {
  const there = things.filter(({ where, is }) => Object.keys(where).some(is));
  localStorage.clear();
  sessionStorage.clear();
  wear({});
  const items = there.map(({ words }) => {
    const item = document.createElement("li");
    item.textContent = say(words);
    return item;
  });
  find("erased-list").replaceChildren(...items);
  find("erased-say").textContent = say(items.length ? "data.erased" : "data.erased_nothing");
  find("mine").hidden = true;
  find("erased").hidden = false;
  find("erased-heading").focus();
}

function start() {
  const form = find("choices");
  const stones = document.querySelector("mile-stones");
  showName();
  showChoices(form);
  find("stop-keeping").addEventListener("click", stopKeeping);
  form.addEventListener("change", () => saveChoices(form));
  stones.say = say;
  stones.start();
  find("erase").addEventListener("click", () => find("sure").showModal());
  find("sure").addEventListener("close", () => {
    if (find("sure").returnValue === "erase") eraseAll();
    else find("erase").focus();
  });
  find("mine").hidden = false;
}

start();
