package dev.liveline.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private final Origins origins = new Origins(URI.create("https://Line.example/"), List.of("http://partner.example:8080"));

    @ParameterizedTest
    @ValueSource(strings = { "https://line.example", "https://LINE.example", "https://line.example:443",
            "http://partner.example:8080" })
    void admitTheirOwn(String origin) {
        assertThat(origins.admits(origin, "10.0.0.7:8080")).isTrue();
    }

    @Test
    void admitWhatIsNoPage() {
        assertThat(origins.admits(null, "10.0.0.7:8080")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "null", "http://line.example", "https://line.example:8443",
            "https://line.example.evil.example",
            "https://evil.example/https://line.example", "https://partner.example:8080", "http://partner.example",
            "line.example",
            "https://", "::::", "https://line.example@evil.example" })
    void refuseAllOthers(String origin) {
        assertThat(origins.admits(origin, "10.0.0.7:8080")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://localhost:8084", "https://LOCALHOST:8084" })
    void admitTheHostThatWasDialled(String origin) {
        assertThat(origins.admits(origin, "localhost:8084")).isTrue();
        assertThat(origins.admits(origin, "localhost:8085")).isFalse();
        assertThat(origins.admits(origin, null)).isFalse();
    }
}
