// Where scripts or sockets do not come through, the room without script takes over. This stands in
// the page's head; browsers too old for the other scripts must be able to read it: no new syntax.
(function () {
  var page = document.documentElement;
  var plain = page.getAttribute("data-plain");
  var lookMs = 5000;
  /** A house that was away is given time to be found again: a line comes back within 20 s. */
  var afterSilence = -5;
  var healthy = 0;
  var timer;

  function find(what) {
    return document.querySelector(what);
  }

  /** How many good answers of the house in a row are waited for before we go; 0 if all is well. */
  function patience() {
    var early = window.early;
    var loaded = window.customElements && customElements.get("kith-composer");
    var heard = page.hasAttribute("data-heard") || (early && early.early.length);
    if (!heard && early) return 1;
    if (!heard && loaded) return 2;
    return loaded ? 0 : 4;
  }

  function hasWords() {
    return find("#text").value || find("li.unsent, #returned:not([hidden]), dialog[open]");
  }

  /** Words are never taken away: whoever has written some is told, and goes when they like. */
  function go() {
    var link = find("#plainly");
    if (!link) return; // left meanwhile
    if (!hasWords() && link.parentNode.hidden) return location.replace(plain);
    if (link.parentNode.hidden) find("#alert").textContent = link.getAttribute("data-why");
    link.parentNode.hidden = false;
  }

  function allIsWell() {
    var link = find("#plainly");
    clearInterval(timer);
    if (link.parentNode.hidden) return;
    link.parentNode.hidden = true;
    find("#alert").textContent = "";
  }

  function answered(answer) {
    healthy = answer.ok ? healthy + 1 : afterSilence;
    if (patience() && healthy >= patience()) go();
  }

  function look() {
    if (!find("#plainly")) return;
    if (!patience()) return allIsWell();
    fetch("/healthz", { method: "HEAD" }).then(answered, function () {
      healthy = afterSilence;
    });
  }

  if ("noModule" in HTMLScriptElement.prototype) timer = setInterval(look, lookMs);
  else location.replace(plain);
})();
