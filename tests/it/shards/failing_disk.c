/* Loaded in front of the C library: one step of a program at the disk fails, or all writes from then on. Steps are
 * writes, syncs and renames of regular files, counted from 0. Built and used by disks.rs beside this. */
#define _GNU_SOURCE
#define _LARGEFILE64_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long steps, fails_at = -1;
static int error, stays_full;

__attribute__((constructor)) static void begin(void) {
    if (getenv("FAILING_DISK_AT")) fails_at = atol(getenv("FAILING_DISK_AT"));
    if (getenv("FAILING_DISK_ERROR")) error = atoi(getenv("FAILING_DISK_ERROR"));
    stays_full = error == ENOSPC;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("FAILING_DISK_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%ld\n", steps);
    fclose(file);
}

static int fails(int is_write) {
    long now = __atomic_fetch_add(&steps, 1, __ATOMIC_RELAXED);
    if (fails_at < 0 || now < fails_at) return 0;
    if (now > fails_at && !(stays_full && is_write)) return 0;
    errno = error;
    return 1;
}

static int is_file(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 && S_ISREG(found.st_mode);
}

#define REAL(name, ...) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

ssize_t write(int fd, const void *bytes, size_t len) {
    if (is_file(fd) && fails(1)) {
        if (len > 1) REAL(write, fd, bytes, len / 2);
        errno = error;
        return -1;
    }
    return REAL(write, fd, bytes, len);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (is_file(fd) && fails(1)) return -1;
    return REAL(writev, fd, parts, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at) {
    if (is_file(fd) && fails(1)) return -1;
    return REAL(pwrite64, fd, bytes, len, at);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t len, unsigned flags) {
    if (is_file(to) && fails(1)) return -1;
    return REAL(copy_file_range, from, at, to, to_at, len, flags);
}

int ftruncate64(int fd, off64_t len) {
    if (fails(0)) return -1;
    return REAL(ftruncate64, fd, len);
}

int fsync(int fd) {
    if (is_file(fd) && fails(0)) return -1;
    return REAL(fsync, fd);
}

int fdatasync(int fd) {
    if (is_file(fd) && fails(0)) return -1;
    return REAL(fdatasync, fd);
}

int rename(const char *from, const char *to) {
    if (fails(0)) return -1;
    return REAL(rename, from, to);
}
