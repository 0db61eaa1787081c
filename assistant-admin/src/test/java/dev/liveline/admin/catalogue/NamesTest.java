package dev.liveline.admin.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.liveline.edge.problem.Problem;

class NamesTest {

    private final Map<String, String> atVapi = new HashMap<>(Map.of("a", "Support"));
    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private boolean vapiFails;
    private final Names names = new Names(this::vapi, Duration.ofMinutes(5), () -> now);

    private Optional<String> vapi(String id) {
        asked.add(id);
        if (vapiFails) {
            throw Problem.badGateway("Vapi failed.");
        }
        return Optional.ofNullable(atVapi.get(id));
    }

    @Test
    void aNameIsRememberedForItsTimeAndThenAskedAnew() {
        assertThat(names.of("a")).contains("Support");
        atVapi.put("a", "Claims");
        now = now.plus(Duration.ofMinutes(5).minusMillis(1));
        assertThat(names.of("a")).contains("Support");
        now = now.plusMillis(1);
        assertThat(names.of("a")).contains("Claims");
        assertThat(asked).containsExactly("a", "a");
    }

    @Test
    void thatThereIsNoneIsRememberedToo() {
        assertThat(names.of("b")).isEmpty();
        assertThat(names.of("b")).isEmpty();
        assertThat(asked).containsExactly("b");
    }

    @Test
    void aFailureIsNotRemembered() {
        vapiFails = true;
        assertThatThrownBy(() -> names.of("a")).isInstanceOf(Problem.class);
        vapiFails = false;
        assertThat(names.of("a")).contains("Support");
    }
}
