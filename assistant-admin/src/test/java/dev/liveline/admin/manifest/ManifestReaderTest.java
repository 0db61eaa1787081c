package dev.liveline.admin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {

    @ParameterizedTest
    @CsvSource({ "500, true", "500, false", "2000, true", "2000, false", "100000, true", "100000, false" })
    void refusesWhatIsNestedTooDeeply(int levels, boolean closed) {
        String list = "[".repeat(levels) + (closed ? "]".repeat(levels) : "");

        assertThat(ManifestReader.yaml(("assistants: " + list).getBytes(StandardCharsets.UTF_8), 100))
            .isInstanceOf(Reading.Faulty.class);
        assertThat(ManifestReader.json(("{\"assistants\": " + list + "}").getBytes(StandardCharsets.UTF_8), 100))
            .isInstanceOf(Reading.Faulty.class);
    }
}
