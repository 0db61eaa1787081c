package dev.liveline.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.liveline.simulator.stack.Ports;
import dev.liveline.simulator.stack.Service;

/// One of the programs behind `./liveline`, as a process with ports of its own.
final class Program implements AutoCloseable {

    private static final int FIRST_OFFSET = 2_000;
    private static final int PORTS_A_STACK = 1_020;
    private static final int STACKS = 18;
    private static final int FIRST_PORT = 30_000;
    private static final int PORTS = 2_000;
    /// Two builds on one machine begin at different places.
    private static final AtomicInteger OFFSETS = new AtomicInteger((int) (ProcessHandle.current().pid() % STACKS));
    /// Redis is slow on a machine that starts a whole stack, but never away: call-router would answer 503, or with the fallback, and be right.
    static final Map<String, String> WIDE_BUDGETS = Map.of("LIVELINE_ROUTING_REDIS_BUDGET", "10s");
    private static final AtomicInteger NEXT_PORT = new AtomicInteger((int) (ProcessHandle.current().pid() % PORTS));

    private final Process process;
    private final int offset;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();

    private Program(Process process, int offset) {
        this.process = process;
        this.offset = offset;
    }

    /// @param main  below `dev.liveline.simulator`
    /// @param state where keys and logs go
    static Program start(String main, Path state, Map<String, String> environment, String... arguments) throws IOException {
        Path simulator = root().resolve("call-simulator/target");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                "-Dliveline.root=" + root(), "-Dliveline.state=" + state, "-cp",
                simulator.resolve("classes") + ":" + simulator.resolve("lib") + "/*", "dev.liveline.simulator." + main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        List.of("REDIS_URL", "PUBLIC_URL", "VAPI_API_KEY", "VAPI_WEBHOOK_SECRET", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN",
                "LIVELINE_JWT_PUBLIC_KEY", "LIVELINE_JWT_ISSUER")
            .forEach(builder.environment()::remove);
        int offset = freeOffset();
        builder.environment().put("LIVELINE_PORT_OFFSET", Integer.toString(offset));
        builder.environment().putAll(WIDE_BUDGETS);
        builder.environment().putAll(environment);
        Program program = new Program(builder.start(), offset);
        Thread.ofVirtual().start(program::read);
        return program;
    }

    /// Runs `./liveline` beside a stack, to its end.
    ///
    /// @return `exit <status>` in the first line, then what it printed
    static String script(Path state, Program stack, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", root().resolve("liveline").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(root().toFile()).redirectErrorStream(true);
        List.of("LIVELINE_TOKEN", "LIVELINE_URL", "LIVELINE_JWT_PUBLIC_KEY", "LIVELINE_JWT_ISSUER")
            .forEach(builder.environment()::remove);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LIVELINE_STATE", state.toString());
        builder.environment().put("LIVELINE_PORT_OFFSET", Integer.toString(stack.offset));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return "exit " + process.waitFor() + "\n" + printed;
    }

    static Path root() {
        return Path.of(System.getProperty("liveline.root"));
    }

    /// The local port that would be `standard` without an offset.
    int port(int standard) {
        return standard + offset;
    }

    List<String> output() {
        return List.copyOf(output);
    }

    Process process() {
        return process;
    }

    Stream<ProcessHandle> children() {
        return process.descendants();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = children().toList();
        process.destroy();
        process.onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException ended) {
            output.add("(output ended: " + ended.getMessage() + ")");
        }
    }

    /// An offset of a whole stack whose ports nobody listens on; not the last one again.
    static int freeOffset() throws IOException {
        for (int tried = 0; tried < STACKS; tried++) {
            Ports ports = new Ports(FIRST_OFFSET + OFFSETS.getAndIncrement() % STACKS * PORTS_A_STACK);
            List<Integer> needed = new ArrayList<>(List.of(ports.gateway(), ports.vapi(), ports.twilio()));
            for (Service service : Service.values()) {
                needed.add(ports.of(service));
                needed.add(ports.management(service));
            }
            if (needed.stream().allMatch(Program::isFree)) {
                return ports.offset();
            }
        }
        throw new IOException("no range of ports is free");
    }

    /// A port nobody listens on; not the last one again. Below the range that the system hands out by itself, so that nobody gets it meanwhile.
    static int freePort() throws IOException {
        for (int tried = 0; tried < PORTS; tried++) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
