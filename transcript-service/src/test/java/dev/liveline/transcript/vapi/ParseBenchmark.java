package dev.liveline.transcript.vapi;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What it costs to read one webhook, by the length of the call: CPU time of a final transcript in a body of 2 KB and of 1 MB, with an `artifact`,
/// of the message or of its call, that repeats the conversation. docs/transcript-service.md says how to run it.
public final class ParseBenchmark {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ParseBenchmark() {}

    /// Prints one line a size and place.
    public static void main(String[] arguments) throws MalformedMessage {
        for (String place : List.of("message", "call")) {
            for (int size : new int[]{ 2 * 1024, 64 * 1024, 1024 * 1024 }) {
                byte[] body = body(size, place);
                int rounds = Math.max(200, 40_000_000 / size);
                measure(body, rounds / 2);
                double micros = measure(body, rounds);
                System.out.printf(Locale.ROOT, "%9d bytes, artifact of the %7s: %8.1f µs CPU to read, %5.2f GB/s%n",
                        body.length, place, micros, body.length / micros / 1000);
            }
        }
    }

    private static double measure(byte[] body, int rounds) throws MalformedMessage {
        long begun = THREADS.getCurrentThreadCpuTime();
        int letters = 0;
        for (int i = 0; i < rounds; i++) {
            letters += String.valueOf(VapiMessageReader.read(body).text()).length();
        }
        if (letters != rounds * 32) {
            throw new IllegalStateException("read something else");
        }
        return (THREADS.getCurrentThreadCpuTime() - begun) / 1000.0 / rounds;
    }

    /// @param place what the artifact belongs to: `message` or `call`
    static byte[] body(int size, String place) {
        StringBuilder turns = new StringBuilder();
        for (int i = 0; turns.length() < size - 700; i++) {
            turns.append(i == 0 ? "" : ",")
                .append("""
                        {"role":"user","message":"I'd like to change my booking, please, number %d.","time":1787000011000,\
                        "endTime":1787000012200,"secondsFromStart":7.5,"duration":1200,"metadata":{"source":""}}"""
                    .formatted(i));
        }
        String artifact = "\"artifact\":{\"messages\":[" + turns + "],\"transcript\":\"AI: Hello.\"},";
        boolean inCall = place.equals("call");
        return """
                {"message":{"type":"transcript","timestamp":1787000012210,%s\
                "call":{%s"id":"019b0c11-7a52-7000-8c1e-2f6f0d1b7a10","type":"inboundPhoneCall",\
                "monitor":{"controlUrl":"https://control.example.test/c"}},"customer":{"number":"+15550100123"},\
                "phoneNumber":{"number":"+15550100999"},"role":"user","transcriptType":"final",\
                "transcript":"I'd like to change my \\"booking\\"."}}"""
            .formatted(inCall ? "" : artifact, inCall ? artifact : "")
            .getBytes(StandardCharsets.UTF_8);
    }
}
