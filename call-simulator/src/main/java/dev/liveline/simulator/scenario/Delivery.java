package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.List;

/// A message on its way to the server: normally due the moment it happened, later or twice after a [Fault].
///
/// @param dueAt since the call began to ring, when it is sent
/// @param repeated whether the same message was due before
public record Delivery(Duration dueAt, TimedMessage message, boolean repeated) {

    /// Every message once, on time, in order.
    public static List<Delivery> faithful(List<TimedMessage> messages) {
        return messages.stream().map(message -> new Delivery(message.at(), message, false)).toList();
    }
}
