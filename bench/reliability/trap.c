/* Counts the system calls that change files below a folder, and at the Nth kills the process, tears the write or fails.
 *
 * A seccomp filter turns the calls into signals of the calling thread, whose handler decides. So calls that no C library
 * makes are seen too, such as those of Rust; LD_PRELOAD would miss them. The handler's own calls come from one address,
 * which the filter lets pass. Writes through a shared mapping are not seen; searchkit makes none.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

long trap_call(long number, long a, long b, long c, long d, long e, long f);
extern char trap_called[];

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
__asm__(".text\n.globl trap_call\ntrap_call:\n"
        "mov %rdi,%rax\nmov %rsi,%rdi\nmov %rdx,%rsi\nmov %rcx,%rdx\nmov %r8,%r10\nmov %r9,%r8\nmov 8(%rsp),%r9\n"
        "syscall\n.globl trap_called\ntrap_called:\nret\n");
#define ARGUMENT(context, n) \
    ((long)(context)->uc_mcontext.gregs[(const int[]){REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9}[n]])
#define SET_RESULT(context, value) ((context)->uc_mcontext.gregs[REG_RAX] = (value))
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
__asm__(".text\n.globl trap_call\ntrap_call:\n"
        "mov x8,x0\nmov x0,x1\nmov x1,x2\nmov x2,x3\nmov x3,x4\nmov x4,x5\nmov x5,x6\n"
        "svc #0\n.globl trap_called\ntrap_called:\nret\n");
#define ARGUMENT(context, n) ((long)(context)->uc_mcontext.regs[n])
#define SET_RESULT(context, value) ((context)->uc_mcontext.regs[0] = (value))
#else
#error "trap.c knows x86-64 and AArch64 only"
#endif

enum action { COUNT, KILL, TEAR, FAIL, SHORT };
/* Where a call says what it changes: by a descriptor, by a path, or by a folder and a path (at, at + 1). */
enum place { FD, PATH, AT };
struct traced { int number; enum place place; int at; };

static const struct traced TRACED[] = {
    {SYS_write, FD, 0}, {SYS_pwrite64, FD, 0}, {SYS_writev, FD, 0}, {SYS_pwritev, FD, 0}, {SYS_sendfile, FD, 0},
    {SYS_copy_file_range, FD, 2}, {SYS_fsync, FD, 0}, {SYS_fdatasync, FD, 0}, {SYS_ftruncate, FD, 0},
    {SYS_fallocate, FD, 0}, {SYS_fchmod, FD, 0}, {SYS_fchown, FD, 0}, {SYS_truncate, PATH, 0}, {SYS_openat, AT, 0},
    {SYS_renameat, AT, 2}, {SYS_renameat2, AT, 2}, {SYS_linkat, AT, 2}, {SYS_symlinkat, AT, 1}, {SYS_unlinkat, AT, 0},
    {SYS_mkdirat, AT, 0}, {SYS_fchmodat, AT, 0}, {SYS_fchownat, AT, 0},
#if defined(__x86_64__)
    {SYS_open, PATH, 0}, {SYS_creat, PATH, 0}, {SYS_rename, PATH, 1}, {SYS_link, PATH, 1}, {SYS_symlink, PATH, 1},
    {SYS_unlink, PATH, 0}, {SYS_rmdir, PATH, 0}, {SYS_mkdir, PATH, 0}, {SYS_chmod, PATH, 0}, {SYS_chown, PATH, 0},
    {SYS_lchown, PATH, 0},
#endif
};
#define TRACED_COUNT (sizeof TRACED / sizeof TRACED[0])

static char folder[1024];
static volatile long count, at;
static volatile int action, failure, lasting, fired;

static long call(long number, long a, long b, long c, long d, long e, long f) {
    return trap_call(number, a, b, c, d, e, f);
}

static int is_below(const char *path) { return !strncmp(path, folder, strlen(folder)); }

static int is_fd_below(long fd) {
    char name[40] = "/proc/self/fd/", path[2048], *end = name + 14;
    char digits[20];
    int length = 0;
    if (fd < 0) return 0;
    do digits[length++] = (char)('0' + fd % 10); while (fd /= 10);
    while (length) *end++ = digits[--length];
    *end = 0;
    long size = call(SYS_readlinkat, AT_FDCWD, (long)name, (long)path, sizeof path - 1, 0, 0);
    if (size <= 0) return 0;
    path[size] = 0;
    return is_below(path);
}

static int opens_for_writing(int number, const long *arguments) {
    long flags = O_WRONLY;
    if (number == SYS_openat) flags = arguments[2];
#if defined(__x86_64__)
    if (number == SYS_open) flags = arguments[1];
#endif
    return (flags & (O_CREAT | O_TRUNC)) || (flags & O_ACCMODE) != O_RDONLY;
}

static int is_traced(int number, const long *arguments) {
    for (size_t i = 0; i < TRACED_COUNT; i++) {
        const struct traced *one = &TRACED[i];
        if (one->number != number) continue;
        if (!opens_for_writing(number, arguments)) return 0;
        if (one->place == FD) return is_fd_below(arguments[one->at]);
        const char *path = (const char *)arguments[one->place == AT ? one->at + 1 : one->at];
        if (path && path[0] == '/') return is_below(path);
        return one->place == AT && is_fd_below(arguments[one->at]);
    }
    return 0;
}

static void die(void) {
    call(SYS_kill, call(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGKILL, 0, 0, 0, 0);
    for (;;) call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
}

static void trapped(int signal_number, siginfo_t *info, void *where) {
    (void)signal_number;
    ucontext_t *context = where;
    int number = info->si_syscall;
    long arguments[6], half;
    for (int i = 0; i < 6; i++) arguments[i] = ARGUMENT(context, i);
    int writes = number == SYS_write || number == SYS_pwrite64;
    half = writes && arguments[2] > 1 ? arguments[2] / 2 : arguments[2];
    if (is_traced(number, arguments)) {
        long now = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
        if (at && (now == at || (lasting && now > at))) {
            fired = 1;
            if (action == KILL) die();
            if (action == FAIL) {
                SET_RESULT(context, -failure);
                return;
            }
            if ((action == SHORT || action == TEAR) && writes) arguments[2] = half;
            if (action == TEAR) {
                call(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
                die();
            }
        }
    }
    SET_RESULT(context, call(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]));
}

/* Begins to trap in this process and those that it forks, for good; returns 0, or an errno. */
int trap_install(const char *below) {
    struct sock_filter filter[8 + TRACED_COUNT + 1];
    size_t n = 0;
    strncpy(folder, below, sizeof folder - 1);
    unsigned long pass = (unsigned long)trap_called;
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 0, 4);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer));
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)pass, 0, 3);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4);
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(pass >> 32), 0, 1);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < TRACED_COUNT; i++)
        filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TRACED[i].number, TRACED_COUNT - i, 0);
    struct sock_filter ends[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP)};
    struct sock_filter whole[sizeof filter / sizeof filter[0] + 2];
    memcpy(whole, filter, n * sizeof filter[0]);
    memcpy(whole + n, ends, sizeof ends);
    struct sock_fprog program = {(unsigned short)(n + 2), whole};
    struct sigaction handler;
    memset(&handler, 0, sizeof handler);
    handler.sa_sigaction = trapped;
    handler.sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART;
    if (sigaction(SIGSYS, &handler, NULL)) return errno;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return errno;
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) return errno;
    return 0;
}

/* At the Nth call from now on does what `what` says, with an errno for FAIL; 0 for N counts only. */
void trap_arm(long nth, int what, int error, int from_then_on) {
    at = 0;
    action = what;
    failure = error;
    lasting = from_then_on;
    fired = 0;
    count = 0;
    at = nth;
}

long trap_count(void) { return count; }
int trap_fired(void) { return fired; }
