package dev.liveline.simulator.stack;

import java.util.List;

/// The four services: their folder, their local ports, and which paths the gateway sends to them (the table of docs/interfaces.md, the same as
/// `k8s/base/ingress.yaml`, which a test compares).
public enum Service {
    CALL_ROUTER("call-router", 8081, List.of("/webhook/vapi/routing"), List.of("/twilio", "/routing")), TRANSCRIPT_SERVICE(
            "transcript-service", 8082, List.of("/webhook/vapi"), List.of("/calls", "/ingest")), ASSISTANT_ADMIN(
                    "assistant-admin", 8083, List.of(), List.of("/assistants", "/presets", "/phone-numbers")), CAPTION_HUB(
                            "caption-hub", 8084, List.of("/"), List.of("/captions", "/tickets", "/console"));

    private final String folder;
    private final int port;
    private final List<String> exactPaths;
    private final List<String> prefixes;

    Service(String folder, int port, List<String> exactPaths, List<String> prefixes) {
        this.folder = folder;
        this.port = port;
        this.exactPaths = exactPaths;
        this.prefixes = prefixes;
    }

    /// Name of its folder, its container image and its Kubernetes objects.
    public String folder() {
        return folder;
    }

    int port() {
        return port;
    }

    /// Paths that are its own as they stand.
    public List<String> exactPaths() {
        return exactPaths;
    }

    /// Path segments under which everything is its own.
    public List<String> prefixes() {
        return prefixes;
    }

    boolean serves(String path) {
        return exactPaths.contains(path)
                || prefixes.stream().anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
