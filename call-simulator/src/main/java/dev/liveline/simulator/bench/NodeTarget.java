package dev.liveline.simulator.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.liveline.simulator.stack.Ports;

/// The peer that tutorials build: one Node process with Express and ws, which checks signatures and keeps everything in memory. Measured where
/// `node` and `npm` are installed and npm can bring its two packages.
final class NodeTarget implements Target, AutoCloseable {

    private static final String SCRIPT = "node-peer.mjs";

    private final Process node;
    private final int port;
    /// Its webhooks are Liveline's: the same bodies, signed the same way.
    private final LivelineTarget webhooks;

    private NodeTarget(Process node, int port, String secret) {
        this.node = node;
        this.port = port;
        this.webhooks = new LivelineTarget(new Ports(0), "", secret, new CpuMeter(List.of(node.pid())), Map.of());
    }

    /// @param folder where npm puts Express and ws, once
    /// @return empty where it cannot be had
    static Optional<NodeTarget> start(Path folder, String secret) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        if (!Files.isDirectory(folder.resolve("node_modules/ws")) && !succeeds(folder, "npm", "install", "--prefix",
                folder.toString(), "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "express@5", "ws@8")) {
            return Optional.empty();
        }
        try (InputStream script = NodeTarget.class.getResourceAsStream(SCRIPT)) {
            Files.copy(Objects.requireNonNull(script, SCRIPT), folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder command = new ProcessBuilder("node", folder.resolve(SCRIPT).toString()).redirectErrorStream(true);
        command.environment().putAll(Map.of("PORT", Integer.toString(port), "SECRET", secret, "NODE_ENV", "production"));
        Process node = command.start();
        String first = node.inputReader().readLine();
        if (!"listening".equals(first)) {
            node.destroyForcibly();
            throw new IOException("the Node peer did not start: " + first);
        }
        return Optional.of(new NodeTarget(node, port, secret));
    }

    private static boolean succeeds(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
            if (process.waitFor(2, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    @Override
    public String name() {
        return "Node, Express + ws";
    }

    @Override
    public int publishPort() {
        return port;
    }

    @Override
    public String publishPath(String callId) {
        return webhooks.publishPath(callId);
    }

    @Override
    public Message message(String callId, Caption caption, long nowMillis) {
        return webhooks.message(callId, caption, nowMillis);
    }

    @Override
    public int viewPort() {
        return port;
    }

    @Override
    public String viewPath(String callId) {
        return webhooks.viewPath(callId);
    }

    @Override
    public Map<String, String> viewHeaders() {
        return Map.of();
    }

    @Override
    public CpuMeter cpu() {
        return webhooks.cpu();
    }

    @Override
    public void close() {
        node.destroy();
        node.onExit().orTimeout(5, TimeUnit.SECONDS).handle((_, _) -> node.destroyForcibly()).join();
    }
}
