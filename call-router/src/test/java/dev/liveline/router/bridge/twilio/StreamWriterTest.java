package dev.liveline.router.bridge.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamWriterTest {

    private final StreamWriter writer = new StreamWriter("MZ0..1");

    @Test
    void media() {
        assertThat(writer.media(new byte[]{ (byte) 0xFF, 0, 0x7F })).isEqualTo("""
                {"event":"media","streamSid":"MZ0..1","media":{"payload":"/wB/"}}""");
    }

    @Test
    void mark() {
        assertThat(writer.mark("0.1.1000")).isEqualTo("""
                {"event":"mark","streamSid":"MZ0..1","mark":{"name":"0.1.1000"}}""");
    }

    @Test
    void clear() {
        assertThat(writer.clear()).isEqualTo("""
                {"event":"clear","streamSid":"MZ0..1"}""");
    }

    @Test
    void aStreamsNameCannotBreakTheJson() {
        assertThat(new StreamWriter("M\"Z\\").clear()).isEqualTo("""
                {"event":"clear","streamSid":"M\\"Z\\\\"}""");
    }
}
