package dev.liveline.admin.schema;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;

/// Vapi's official OpenAPI document, which lies beside a checkout, not in it.
public final class OpenApi {

    private static JsonNode read;

    private OpenApi() {}

    public static Path path() {
        return Path.of(System.getProperty("liveline.root", "..")).resolve("../shared/facts/vapi/openapi.json").normalize();
    }

    public static boolean isHere() {
        return Files.isReadable(path());
    }

    /// The document; the calling test is skipped where it is absent.
    public static synchronized JsonNode document() {
        assumeTrue(isHere(), () -> "Vapi's OpenAPI document is not at " + path() + ": skipped");
        if (read == null) {
            try {
                read = Trees.read(Files.readAllBytes(path()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return read;
    }

    public static ObjectNode schemas() {
        return (ObjectNode) document().at("/components/schemas");
    }
}
