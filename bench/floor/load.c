/* The load: it opens connections as a plan says, speaks for them, and counts what arrives.
 *
 * It shares the machine with the server, so it must cost far less than it: one thread, epoll, no
 * memory per message, a delivery is known by its first bytes and by the id in it. The plan comes
 * as a file of lines, orders on standard input, and each order is answered by one line.
 *
 *   port N | lines | said HEX | mark HEX | rooms N | readers N
 *   conn [PORT] | send HEX | head | frame HEX | speaker CONN HEX HEX
 *
 * `head` waits for the end of an HTTP answer, `frame` for a frame (with `lines`: a line) that holds
 * the bytes. What a speaker says is its first bytes, an id of 22 characters, and its last bytes.
 * Speakers are listed seat by seat: the first of every room, then the second of every room.
 *
 *   open AT_ONCE | paced PER_S BURST SECONDS TOGETHER | closed ON_THE_WAY SECONDS | shut | idle S
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ID 22
#define RING (1u << 20)     /* messages on the way, far more than ever are */
#define SLOWEST_US 4000000u /* what takes longer counts as this */
#define PATIENCE_NS 3000000000ull
#define READ (1 << 18)

typedef struct { uint8_t *at; size_t size; } bytes;
typedef struct { char what; bytes with; } step; /* S send, H head, F frame */
typedef struct {
    int fd, port, first, steps, now; /* its steps are steps[first] to steps[first + steps - 1] */
    uint8_t *rest;
    size_t size, space;
} conn;
typedef struct { int conn; bytes head, tail; } speaker;
typedef struct { uint64_t due; uint32_t left, room; } message;

static step *steps; static int n_steps;
static conn *conns; static int n_conns;
static speaker *speakers; static int n_speakers;
static message ring[RING];
static uint32_t times[SLOWEST_US + 1];
static uint8_t buffer[READ + (1 << 16)];
static bytes said, mark;
static int port, lines, rooms = 1, readers, poll_fd;
static int opened, closing_loop, turn;
static uint64_t next_id = 1, n_said, n_done, n_delivered, n_other, n_closed, n_unsent;

static void die(const char *why) { perror(why); exit(1); }

static void *more(void *at, int have, size_t each) {
    if (have & (have - 1)) return at; /* a power of two, or none yet: twice as much */
    at = realloc(at, (have ? 2 * (size_t)have : 1) * each);
    if (!at) die("memory");
    return at;
}

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static bytes unhex(const char *text) {
    bytes b = {0};
    b.size = strcspn(text, " \n") / 2;
    b.at = malloc(b.size + 1);
    for (size_t i = 0; i < b.size; i++) {
        unsigned value;
        if (sscanf(text + 2 * i, "%2x", &value) != 1) die("hex");
        b.at[i] = (uint8_t)value;
    }
    return b;
}

static void add_step(char what, bytes with) {
    steps = more(steps, n_steps, sizeof *steps);
    steps[n_steps++] = (step){what, with};
    conns[n_conns - 1].steps++;
}

static void read_plan(const char *path) {
    FILE *plan = fopen(path, "r");
    char *line = NULL;
    size_t space = 0;
    if (!plan) die(path);
    while (getline(&line, &space, plan) > 0) {
        char *rest = strchr(line, ' ');
        rest = rest ? rest + 1 : line + strlen(line);
        if (!strncmp(line, "port ", 5)) port = atoi(rest);
        else if (!strncmp(line, "lines", 5)) lines = 1;
        else if (!strncmp(line, "said ", 5)) said = unhex(rest);
        else if (!strncmp(line, "mark ", 5)) mark = unhex(rest);
        else if (!strncmp(line, "rooms ", 6)) rooms = atoi(rest);
        else if (!strncmp(line, "readers ", 8)) readers = atoi(rest);
        else if (!strncmp(line, "conn", 4)) {
            conns = more(conns, n_conns, sizeof *conns);
            conns[n_conns++] = (conn){.fd = -1, .port = atoi(rest) ? atoi(rest) : port, .first = n_steps};
        } else if (!strncmp(line, "send ", 5)) add_step('S', unhex(rest));
        else if (!strncmp(line, "head", 4)) add_step('H', (bytes){0});
        else if (!strncmp(line, "frame ", 6)) add_step('F', unhex(rest));
        else if (!strncmp(line, "speaker ", 8)) {
            speakers = more(speakers, n_speakers, sizeof *speakers);
            char *head = strchr(rest, ' ') + 1, *tail = strchr(head, ' ') + 1;
            speakers[n_speakers++] = (speaker){atoi(rest), unhex(head), unhex(tail)};
        }
    }
    free(line);
    fclose(plan);
}

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void write_id(uint8_t *at, uint64_t id) {
    memset(at, 'A', ID); /* 16 bytes in base64url: the last character holds two bits only */
    for (int i = ID - 2; id; i--, id >>= 6) at[i] = (uint8_t)DIGITS[id & 63];
}

static uint64_t read_id(const uint8_t *at) {
    static int8_t values[256];
    uint64_t id = 0;
    if (!values['B']) for (int i = 0; i < 64; i++) values[(uint8_t)DIGITS[i]] = (int8_t)i;
    for (int i = ID - 12; i < ID - 1; i++) id = id << 6 | (uint64_t)values[at[i]];
    return id;
}

static void put(conn *c, const uint8_t *at, size_t size) {
    if (send(c->fd, at, size, MSG_NOSIGNAL) != (ssize_t)size) n_unsent++;
}

static size_t write_message(uint8_t *at, int who, uint64_t due) {
    speaker *s = &speakers[who];
    uint64_t id = next_id++;
    ring[id % RING] = (message){due, (uint32_t)readers, (uint32_t)(who % rooms)};
    memcpy(at, s->head.at, s->head.size);
    write_id(at + s->head.size, id);
    memcpy(at + s->head.size + ID, s->tail.at, s->tail.size);
    n_said++;
    return s->head.size + ID + s->tail.size;
}

static void say(int who, uint64_t due) {
    static uint8_t text[1 << 16];
    put(&conns[speakers[who].conn], text, write_message(text, who, due));
}

static int in_room(int room, int seat) { return seat % (n_speakers / rooms) * rooms + room; }

static void delivered(uint64_t id, uint64_t now) {
    message *m = &ring[id % RING];
    uint64_t us = now > m->due ? (now - m->due) / 1000 : 0;
    n_delivered++;
    times[us > SLOWEST_US ? SLOWEST_US : us]++;
    if (m->left && !--m->left) {
        n_done++;
        if (closing_loop) say(in_room((int)m->room, turn++ / rooms), now);
    }
}

static void go_on(conn *c);

static void take(conn *c, const uint8_t *at, size_t size, uint64_t now) {
    const uint8_t *found;
    if (c->now < c->steps) {
        step *s = &steps[c->first + c->now];
        if (s->what == 'F' && memmem(at, size, s->with.at, s->with.size)) { c->now++; go_on(c); }
        return;
    }
    if (size >= said.size && !memcmp(at, said.at, said.size) &&
        (found = memmem(at + said.size, size - said.size, mark.at, mark.size)) &&
        found + mark.size + ID <= at + size)
        delivered(read_id(found + mark.size), now);
    else n_other++;
}

/* Returns how much of what is there was whole. */
static size_t cut(conn *c, const uint8_t *at, size_t size, uint64_t now) {
    size_t used = 0;
    while (used < size) {
        const uint8_t *from = at + used, *end;
        size_t left = size - used, head = 2, body;
        if (c->now < c->steps && steps[c->first + c->now].what == 'H') {
            if (!(end = memmem(from, left, "\r\n\r\n", 4))) break;
            used += (size_t)(end + 4 - from);
            c->now++;
            go_on(c);
            continue;
        }
        if (lines) {
            if (!(end = memchr(from, '\n', left))) break;
            take(c, from, (size_t)(end - from), now);
            used += (size_t)(end + 1 - from);
            continue;
        }
        if (left < 2) break;
        body = from[1];
        if (body == 126) { head = 4; if (left < 4) break; body = (size_t)from[2] << 8 | from[3]; }
        else if (body == 127) {
            head = 10;
            if (left < 10) break;
            body = 0;
            for (int i = 2; i < 10; i++) body = body << 8 | from[i];
        }
        if (left < head + body) break;
        if ((from[0] & 15) == 9) put(c, (const uint8_t *)"\x8a\x80\0\0\0\0", 6);
        else if ((from[0] & 15) < 3) take(c, from + head, body, now);
        used += head + body;
    }
    return used;
}

static void hang_up(conn *c) {
    close(c->fd);
    c->fd = -1;
    n_closed++;
}

static void hear(conn *c) {
    uint8_t *at = buffer;
    size_t had = c->size, used;
    if (had) memcpy(at, c->rest, had);
    ssize_t got = recv(c->fd, at + had, READ, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) { hang_up(c); return; }
    used = cut(c, at, had + (size_t)got, now_ns());
    c->size = had + (size_t)got - used;
    if (c->size > sizeof buffer - READ) die("a frame is too long");
    if (c->size > c->space) c->rest = realloc(c->rest, c->space = c->size + 512);
    if (c->size) memcpy(c->rest, at + used, c->size);
}

static void go_on(conn *c) {
    while (c->now < c->steps && steps[c->first + c->now].what == 'S') {
        bytes *with = &steps[c->first + c->now++].with;
        put(c, with->at, with->size);
    }
    if (c->now == c->steps) { c->now++; opened++; }
}

static void knock(int index) {
    conn *c = &conns[index];
    /* From many addresses: there are not ports enough on one. */
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001u + 256u * (uint32_t)(index / 4000))};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)c->port), .sin_addr.s_addr = htonl(0x7f000001u)};
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    c->now = 0;
    c->size = 0;
    if (c->fd < 0) die("socket");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (bind(c->fd, (struct sockaddr *)&from, sizeof from)) die("bind");
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to)) die("connect");
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event on = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, c->fd, &on);
    go_on(c);
}

static void listen_until(uint64_t until) {
    struct epoll_event ready[256];
    uint64_t now = now_ns(), wait = until > now ? until - now : 0;
    struct timespec t = {(time_t)(wait / 1000000000ull), (long)(wait % 1000000000ull)};
    int n = epoll_pwait2(poll_fd, ready, 256, &t, NULL);
    for (int i = 0; i < n; i++) {
        int index = (int)ready[i].data.u32;
        if (conns[index].fd >= 0) hear(&conns[index]);
    }
}

static void drain(void) {
    uint64_t patience = now_ns() + PATIENCE_NS;
    while (n_done < n_said && now_ns() < patience) listen_until(now_ns() + 50000000ull);
}

static void paced(double per_s, int burst, double seconds, int together) {
    static uint8_t text[1 << 18];
    uint64_t began = now_ns(), until = began + (uint64_t)(seconds * 1e9);
    for (uint64_t k = 0;; k++) {
        uint64_t due = began + (uint64_t)((double)k * burst / per_s * 1e9);
        size_t size = 0;
        int who = 0;
        if (due >= until) break;
        while (now_ns() < due) listen_until(due);
        for (int i = 0; i < burst; i++) {
            who = in_room((int)(k % (uint64_t)rooms), (int)(k / (uint64_t)rooms) * burst + i);
            if (together) size += write_message(text + size, who, due);
            else say(who, due);
        }
        if (together) put(&conns[speakers[who].conn], text, size);
        listen_until(0);
    }
    drain();
}

static void closed(int on_the_way, double seconds) {
    uint64_t until = now_ns() + (uint64_t)(seconds * 1e9);
    closing_loop = 1;
    for (int i = 0; i < on_the_way; i++)
        for (int room = 0; room < rooms; room++) say(in_room(room, i), now_ns());
    while (now_ns() < until) listen_until(until);
    closing_loop = 0;
    drain();
}

static void open_all(int at_once) {
    uint64_t patience = now_ns() + 120000000000ull;
    opened = 0;
    for (int next = 0; opened < n_conns && now_ns() < patience;) {
        while (next < n_conns && next - opened < at_once) knock(next++);
        listen_until(now_ns() + 100000000ull);
    }
}

static void shut(void) {
    for (int i = 0; i < n_conns; i++)
        if (conns[i].fd >= 0) hang_up(&conns[i]);
}

static uint32_t percentile(double share) {
    uint64_t all = 0, sum = 0;
    for (uint32_t us = 0; us <= SLOWEST_US; us++) all += times[us];
    for (uint32_t us = 0; us <= SLOWEST_US; us++)
        if ((sum += times[us]) && (double)sum >= share * (double)all) return us;
    return 0;
}

static double own_cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void answer(uint64_t began, double cpu) {
    printf("{\"opened\":%d,\"said\":%lu,\"done\":%lu,\"delivered\":%lu,\"other\":%lu,\"closed\":%lu,"
           "\"unsent\":%lu,\"seconds\":%.6f,\"cpu_s\":%.6f,\"p50_us\":%u,\"p99_us\":%u,\"most_us\":%u}\n",
           opened, n_said, n_done, n_delivered, n_other, n_closed, n_unsent,
           (double)(now_ns() - began) / 1e9, own_cpu() - cpu, percentile(0.5), percentile(0.99),
           percentile(1.0));
    fflush(stdout);
}

int main(int argc, char **argv) {
    char order[128];
    struct rlimit files;
    if (argc != 2) { fprintf(stderr, "load PLAN\n"); return 2; }
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    poll_fd = epoll_create1(0);
    read_plan(argv[1]);
    while (fgets(order, sizeof order, stdin)) {
        double per_s = 0, seconds = 0, cpu = own_cpu();
        int a = 0, b = 0;
        uint64_t began = now_ns();
        n_said = n_done = n_delivered = n_other = n_closed = n_unsent = 0;
        memset(times, 0, sizeof times);
        while (n_conns && opened) { /* what came meanwhile belongs to nobody's round */
            uint64_t before = n_other + n_delivered;
            listen_until(0);
            if (before == n_other + n_delivered) break;
        }
        n_other = n_delivered = 0;
        if (sscanf(order, "open %d", &a) == 1) open_all(a);
        else if (sscanf(order, "paced %lf %d %lf %d", &per_s, &a, &seconds, &b) == 4) paced(per_s, a, seconds, b);
        else if (sscanf(order, "closed %d %lf", &a, &seconds) == 2) closed(a, seconds);
        else if (sscanf(order, "idle %lf", &seconds) == 1) {
            uint64_t until = now_ns() + (uint64_t)(seconds * 1e9);
            while (now_ns() < until) listen_until(until);
        } else if (!strncmp(order, "shut", 4)) shut();
        answer(began, cpu);
    }
    return 0;
}
