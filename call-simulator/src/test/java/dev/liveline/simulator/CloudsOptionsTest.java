package dev.liveline.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CloudsOptionsTest {

    @Nested
    class WhereLivelineIs {

        @Test
        void isTheGatewayOfUp() {
            assertThat(CloudsOptions.of(List.of(), Map.of()).publicUrl()).isEqualTo("http://localhost:8080");
        }

        @Test
        void isShiftedWithTheGateway() {
            assertThat(CloudsOptions.of(List.of(), Map.of("LIVELINE_PORT_OFFSET", "100")).publicUrl())
                .isEqualTo("http://localhost:8180");
        }

        @Test
        void isWhatPublicUrlSays() {
            assertThat(
                    CloudsOptions.of(List.of(), Map.of("LIVELINE_PORT_OFFSET", "100", "PUBLIC_URL", "https://line.example.com"))
                        .publicUrl())
                .isEqualTo("https://line.example.com");
        }
    }
}
