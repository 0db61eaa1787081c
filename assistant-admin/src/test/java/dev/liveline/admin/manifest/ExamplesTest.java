package dev.liveline.admin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.liveline.admin.Kind;
import dev.liveline.admin.lint.LintFixtures;
import dev.liveline.admin.lint.Linter;

/// The manifests in `docs/examples/assistants` are what the guide says they are.
class ExamplesTest {

    private static final Path DIRECTORY = Path.of(System.getProperty("liveline.root", ".."), "docs", "examples", "assistants");

    @Test
    void areReadAsOneLineAndHaveNoFindings() throws IOException {
        StringBuilder stream = new StringBuilder();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.sorted().toList()) {
                stream.append("---\n").append(Files.readString(file)).append('\n');
            }
        }
        Manifest manifest = switch (ManifestReader.yaml(stream.toString().getBytes(StandardCharsets.UTF_8), 10)) {
            case Reading.Understood(Manifest understood) -> understood;
            case Reading.Faulty(List<String> faults) -> throw new AssertionError(faults);
        };

        assertThat(manifest.resources()).extracting(Resource::key)
            .containsExactlyInAnyOrder(new Key(Kind.ASSISTANT, "support"),
                    new Key(Kind.TOOL, "find-booking"), new Key(Kind.TOOL, "front-desk"),
                    new Key(Kind.PHONE_NUMBER, "main line"));
        Linter linter = new Linter(LintFixtures.WIRING.expectations());
        manifest.resources()
            .forEach(resource -> assertThat(
                    linter.lint(resource.key().kind(), LintFixtures.WIRING.complete(resource.key().kind(), resource.body())))
                .isEmpty());
    }
}
