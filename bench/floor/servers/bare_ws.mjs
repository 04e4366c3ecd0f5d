// Bare `ws`: one string for all, nothing compressed.
import { createRequire } from "node:module";

const { WebSocketServer } = createRequire(process.env.PACKAGES)("ws");
const rooms = new Map();
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, perMessageDeflate: false, backlog: 1024,
});

server.on("connection", (socket, request) => {
  if (!rooms.has(request.url)) rooms.set(request.url, new Set());
  const here = rooms.get(request.url);
  here.add(socket);
  socket.on("message", (text) => {
    for (const one of here) one.send(text, { binary: false });
  });
  socket.on("close", () => here.delete(socket));
});
server.on("listening", () => console.log(`port ${server.address().port}`));
