package dev.liveline.transcript;

import java.time.Instant;
import java.time.InstantSource;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

/// The service's clock in component tests: the real one, until a test fixes it.
@Singleton
public class TestClock implements InstantSource {

    private volatile @Nullable Instant fixed;

    void fix(long millis) {
        fixed = Instant.ofEpochMilli(millis);
    }

    void run() {
        fixed = null;
    }

    @Override
    public Instant instant() {
        Instant now = fixed;
        return now == null ? Instant.now() : now;
    }
}
