package dev.liveline.simulator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// CPU time and memory of other processes, from Linux's `/proc`.
///
/// @param pids whose times are added up
record CpuMeter(List<Long> pids) {

    /// USER_HZ of every Linux in use.
    private static final long TICK_MICROS = 10_000;

    /// User and system time so far, microseconds.
    long micros() throws IOException {
        long ticks = 0;
        for (long pid : pids) {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in brackets may hold blanks: count from behind it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks * TICK_MICROS;
    }

    /// Resident memory, bytes.
    long residentBytes() throws IOException {
        long bytes = 0;
        for (long pid : pids) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    bytes += Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        return bytes;
    }
}
