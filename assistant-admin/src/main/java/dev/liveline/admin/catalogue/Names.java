package dev.liveline.admin.catalogue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.Kind;
import dev.liveline.edge.problem.Problem;

/// What assistants are called, for those who may know no more of them. Every console asks for every assistant it shows, so an answer is
/// remembered, also that there is none; and Vapi is asked for one name at a time, so that whoever asks leaves the admins' requests their turns.
@ApplicationScoped
public class Names {

    /// Past this many all are forgotten: some 2 MB.
    private static final int MOST = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private record Answer(Optional<String> name, long until) {}

    private final Function<String, Optional<String>> vapi;
    private final long rememberedMs;
    private final InstantSource clock;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Semaphore turn = new Semaphore(1, true);

    @Inject
    Names(Catalogue catalogue, AdminConfig config, InstantSource clock) {
        this(id -> named(catalogue, id), config.names().remember(), clock);
    }

    /// @param vapi the name of an id, if there is one
    Names(Function<String, Optional<String>> vapi, Duration remembered, InstantSource clock) {
        this.vapi = vapi;
        this.rememberedMs = remembered.toMillis();
        this.clock = clock;
    }

    /// The assistant's name; empty where it has none, or there is no such assistant.
    ///
    /// @throws Problem 503 if it was not this request's turn in time, and what [Catalogue] throws when Vapi fails
    public Optional<String> of(String id) {
        Answer known = known(id);
        return known == null ? asked(id) : known.name();
    }

    private Optional<String> asked(String id) {
        try {
            if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.unavailable("Others wait for names, too.", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The service is stopping.", PATIENCE.toSeconds());
        }
        try {
            // Whoever had the turn before may have asked the same.
            Answer known = known(id);
            if (known != null) {
                return known.name();
            }
            Answer answer = new Answer(vapi.apply(id), clock.millis() + rememberedMs);
            if (answers.size() >= MOST) {
                answers.clear();
            }
            answers.put(id, answer);
            return answer.name();
        } finally {
            turn.release();
        }
    }

    private @Nullable Answer known(String id) {
        Answer answer = answers.get(id);
        return answer == null || answer.until() <= clock.millis() ? null : answer;
    }

    private static Optional<String> named(Catalogue catalogue, String id) {
        try {
            return Optional.of(catalogue.get(Kind.ASSISTANT, id).body().path("name").asText()).filter(name -> !name.isBlank());
        } catch (Problem problem) {
            if (problem.status() == 404) {
                return Optional.empty();
            }
            throw problem;
        }
    }
}
