package dev.liveline.simulator.bench;

import java.util.Map;

/// A system under load: where events go in and where viewers look.
sealed interface Target permits LivelineTarget, NchanTarget, NodeTarget {

    /// What it is called in the table.
    String name();

    int publishPort();

    /// Path and query of an event of a call.
    String publishPath(String callId);

    /// The request for one caption of a call.
    Message message(String callId, Caption caption, long nowMillis);

    int viewPort();

    String viewPath(String callId);

    Map<String, String> viewHeaders();

    CpuMeter cpu();

    /// The parts of [#cpu()] by name, for those who ask where the time goes.
    default Map<String, CpuMeter> parts() {
        return Map.of();
    }

    /// @param body and `headers` of the POST
    record Message(byte[] body, Map<String, String> headers) {}

    /// One caption; its text carries the number by which its arrival is recognised.
    record Caption(long number, boolean last) {
        String text() {
            return "I would like to change my booking to next Tuesday #" + number + "#";
        }
    }
}
