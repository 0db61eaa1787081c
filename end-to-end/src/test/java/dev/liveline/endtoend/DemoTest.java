package dev.liveline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./liveline demo --once`: simulated callers ring, the four services and a real Redis do their work, a viewer sees every word.
class DemoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path state;

    @Test
    void captionsEveryCallCompletelyAndLeavesNoProcessBehind() throws IOException, InterruptedException {
        try (Program demo = Program.start("demo.Demo", state, Map.of(), "--calls", "4", "--once", "--seed", "11")) {
            Set<ProcessHandle> seen = new HashSet<>();
            await().atMost(Duration.ofSeconds(300)).until(() -> {
                demo.children().forEach(seen::add);
                return !demo.process().isAlive();
            });

            assertThat(demo.output()).as(() -> String.join("\n", demo.output()))
                .anyMatch(line -> line.startsWith("4 of 4 calls captioned completely"));
            assertThat(demo.process().exitValue()).isZero();
            assertThat(seen).hasSizeGreaterThanOrEqualTo(5);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void saysWhatIsWrongWithItsOptions() throws IOException, InterruptedException {
        try (Program demo = Program.start("demo.Demo", state, Map.of(), "--calls", "many")) {
            assertThat(demo.process().waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.process().exitValue()).isEqualTo(2);
            await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(demo.output()).anyMatch(line -> line.contains("usage: ./liveline demo")));
        }
    }
}
