// Stands in the head of a room's page: opens the line while everything else is still on its way, and
// keeps what it brings until app.js arrives.
{
  const enter = sessionStorage.getItem(`k.${document.documentElement.dataset.handle}`);
  let line;
  if (enter) {
    line = window.early = new WebSocket(`${location.origin.replace("http", "ws")}/ws`, "kith.v1");
    line.early = [];
    line.onopen = () => line.send(enter);
    line.onmessage = (event) => line.early.push(event.data);
    line.onclose = (event) => { line.closed = event; };
  }
  // Pressed before there is anybody to send it: remembered, never a new page.
  window.onsubmit = (event) => {
    event.preventDefault();
    if (line) line.pressed = 1;
  };
}
