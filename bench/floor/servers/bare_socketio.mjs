// Bare Socket.IO: its own rooms, WebSocket only, nothing compressed, pings far apart.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const { Server } = createRequire(process.env.PACKAGES)("socket.io");
const http = createServer();
const server = new Server(http, {
  transports: ["websocket"], perMessageDeflate: false, pingInterval: 3_600_000,
});

server.on("connection", (socket) => {
  const { room } = socket.handshake.query;
  socket.join(room);
  socket.on("say", (said) => server.to(room).emit("said", said));
});
http.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, () => {
  console.log(`port ${http.address().port}`);
});
