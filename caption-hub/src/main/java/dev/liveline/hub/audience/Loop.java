package dev.liveline.hub.audience;

import java.time.Duration;

/// One thread that does one task after the other: an event loop, or a list of tasks in a test.
public interface Loop {

    /// Runs a task later, in the order of calls. May be called from any thread.
    void execute(Runnable task);

    /// Runs a task after a while.
    void later(Duration pause, Runnable task);
}
