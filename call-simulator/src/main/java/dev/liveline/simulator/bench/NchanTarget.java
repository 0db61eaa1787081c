package dev.liveline.simulator.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The peer: nginx with the nchan module (C; fan-out only, neither signature nor state), where Debian's `nginx` and `libnginx-mod-nchan` are
/// installed.
final class NchanTarget implements Target, AutoCloseable {

    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    private final Process nginx;
    private final int port;
    private final Path folder;

    private NchanTarget(Process nginx, int port, Path folder) {
        this.nginx = nginx;
        this.port = port;
        this.folder = folder;
    }

    /// @return empty where it is not installed
    static Optional<NchanTarget> start() throws IOException, InterruptedException {
        Path nginx = Path.of("/usr/sbin/nginx");
        if (!Files.exists(MODULE) || !Files.exists(nginx)) {
            return Optional.empty();
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path folder = Files.createTempDirectory("liveline-nchan");
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config,
                """
                        load_module %s;
                        daemon off;
                        pid %s/nginx.pid;
                        error_log %s/error.log;
                        worker_processes 1;
                        worker_rlimit_nofile 20000;
                        events { worker_connections 16384; }
                        http {
                          access_log off;
                          client_body_temp_path %s/body;
                          server {
                            listen 127.0.0.1:%d;
                            location = /pub { nchan_publisher; nchan_channel_id $arg_id; nchan_message_buffer_length 100; }
                            location = /sub { nchan_subscriber websocket; nchan_channel_id $arg_id; nchan_subscriber_first_message newest; }
                          }
                        }
                        """
                    .formatted(MODULE, folder, folder, folder, port));
        Process process = new ProcessBuilder(nginx.toString(), "-c", config.toString(), "-p", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
        if (process.waitFor(1, TimeUnit.SECONDS)) {
            throw new IOException("nginx with nchan did not start: " + Files.readString(folder.resolve("out.log")));
        }
        return Optional.of(new NchanTarget(process, port, folder));
    }

    @Override
    public String name() {
        return "nginx + nchan";
    }

    @Override
    public int publishPort() {
        return port;
    }

    @Override
    public String publishPath(String callId) {
        return "/pub?id=" + callId;
    }

    @Override
    public Message message(String callId, Caption caption, long nowMillis) {
        return new Message(("{\"callId\":\"" + callId + "\",\"type\":\"caption\",\"final\":" + caption.last() + ",\"text\":\""
                + caption.text()
                + "\"}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
    }

    @Override
    public int viewPort() {
        return port;
    }

    @Override
    public String viewPath(String callId) {
        return "/sub?id=" + callId;
    }

    @Override
    public Map<String, String> viewHeaders() {
        return Map.of();
    }

    @Override
    public CpuMeter cpu() {
        return new CpuMeter(Stream.concat(Stream.of(nginx.pid()), nginx.descendants().map(ProcessHandle::pid)).toList());
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> workers = nginx.descendants().toList();
        nginx.destroy();
        nginx.onExit().orTimeout(5, TimeUnit.SECONDS).handle((_, _) -> null).join();
        workers.forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
