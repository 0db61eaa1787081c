package dev.liveline.simulator.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `./liveline` hands to its programs: where the repository is, and where local state (keys, logs) goes.
public record Workplace(Path root, Path state) {

    /// Reads the system properties `liveline.root` and `liveline.state`, which the script sets.
    public static Workplace current() {
        Path root = Path.of(System.getProperty("liveline.root", ".")).toAbsolutePath().normalize();
        return new Workplace(root, Path.of(System.getProperty("liveline.state", root.resolve(".liveline").toString())));
    }

    /// The token settings to add to the services' environment: none if the operator gave some, else the development key.
    Map<String, String> tokenSettings() throws IOException {
        if (isSet("LIVELINE_JWT_PUBLIC_KEY") || isSet("LIVELINE_JWT_ISSUER")) {
            return Map.of();
        }
        System.out.println(
                "No LIVELINE_JWT_PUBLIC_KEY or LIVELINE_JWT_ISSUER: tokens of the development key in " + root.relativize(state)
                        + " are accepted (./liveline token).");
        return new HashMap<>(Map.of("LIVELINE_JWT_PUBLIC_KEY", DevKey.of(state).publicKey()));
    }

    /// `LIVELINE_JAVA_OPTS`, else small heaps and the collector with the smallest footprint.
    static List<String> javaOptions() {
        String given = System.getenv("LIVELINE_JAVA_OPTS");
        return given == null || given.isBlank() ? List.of("-Xmx512m", "-XX:+UseSerialGC")
                : List.of(given.strip().split("\\s+"));
    }

    static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }
}
