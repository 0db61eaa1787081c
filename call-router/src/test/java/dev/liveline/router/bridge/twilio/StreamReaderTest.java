package dev.liveline.router.bridge.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.router.bridge.twilio.StreamMessage.Connected;
import dev.liveline.router.bridge.twilio.StreamMessage.Dtmf;
import dev.liveline.router.bridge.twilio.StreamMessage.Mark;
import dev.liveline.router.bridge.twilio.StreamMessage.Media;
import dev.liveline.router.bridge.twilio.StreamMessage.MediaFormat;
import dev.liveline.router.bridge.twilio.StreamMessage.Start;
import dev.liveline.router.bridge.twilio.StreamMessage.Stop;
import dev.liveline.router.bridge.twilio.StreamMessage.Unknown;

class StreamReaderTest {

    @Nested
    class TheMessagesOfAStream {

        @Test
        void connected() throws UnreadableMessage {
            assertThat(StreamReader.read("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}"))
                .isEqualTo(new Connected());
        }

        @Test
        void start() throws UnreadableMessage {
            String text = """
                    {"event":"start","sequenceNumber":"1","streamSid":"MZ0..1","start":{"accountSid":"AC0..1","streamSid":"MZ0..1",
                    "callSid":"CA0..1","tracks":["inbound","outbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,
                    "channels":1},"customParameters":{"callId":"c-42","callSid":"CA-other","streamSid":"MZ-other"}}}""";

            assertThat(StreamReader.read(text))
                .isEqualTo(new Start("MZ0..1", "CA0..1", new MediaFormat("audio/x-mulaw", 8_000, 1)));
        }

        @Test
        void media() throws UnreadableMessage {
            byte[] audio = new byte[160];
            Arrays.fill(audio, (byte) 0xFF);
            String text = """
                    {"event":"media","sequenceNumber":"2","streamSid":"MZ0..1","media":{"track":"inbound","chunk":"1","timestamp":"20",
                    "payload":"%s"}}"""
                .formatted(Base64.getEncoder().encodeToString(audio));

            StreamMessage message = StreamReader.read(text);

            assertThat(message).isInstanceOfSatisfying(Media.class, media -> {
                assertThat(media.inbound()).isTrue();
                assertThat(media.chunk()).isEqualTo(1);
                assertThat(media.timestampMillis()).isEqualTo(20);
                assertThat(media.audio()).isEqualTo(audio);
            });
        }

        @Test
        void dtmf() throws UnreadableMessage {
            StreamMessage message = StreamReader.read("""
                    {"event":"dtmf","sequenceNumber":"9","streamSid":"MZ0..1","dtmf":{"track":"inbound_track","digit":"5"}}""");

            assertThat(message).isEqualTo(new Dtmf("5"));
            assertThat(message.toString()).doesNotContain("5");
        }

        @Test
        void mark() throws UnreadableMessage {
            assertThat(StreamReader
                .read("{\"event\":\"mark\",\"sequenceNumber\":\"12\",\"streamSid\":\"MZ0..1\",\"mark\":{\"name\":\"0.1.1000\"}}"))
                .isEqualTo(new Mark("0.1.1000"));
        }

        @Test
        void stop() throws UnreadableMessage {
            assertThat(StreamReader
                .read("""
                        {"event":"stop","sequenceNumber":"900","streamSid":"MZ0..1","stop":{"accountSid":"AC0..1","callSid":"CA0..1"}}"""))
                .isEqualTo(new Stop());
        }
    }

    @Nested
    class WhatIsTolerated {

        @Test
        void membersInAnyOrderAndNumbersAsNumbers() throws UnreadableMessage {
            StreamMessage message = StreamReader
                .read("{\"media\":{\"payload\":\"/w==\",\"timestamp\":40,\"chunk\":2,\"new\":{\"chunk\":9}},\"event\":\"media\"}");

            assertThat(message).isInstanceOfSatisfying(Media.class, media -> {
                assertThat(media.chunk()).isEqualTo(2);
                assertThat(media.timestampMillis()).isEqualTo(40);
                assertThat(media.audio()).containsExactly(0xFF);
            });
        }

        @Test
        void missingNumbers() throws UnreadableMessage {
            assertThat(StreamReader.read("{\"event\":\"media\",\"media\":{\"payload\":\"\"}}"))
                .isInstanceOfSatisfying(Media.class, media -> assertThat(media.chunk()).isEqualTo(-1));
        }

        @Test
        void eventsOfTheFuture() throws UnreadableMessage {
            assertThat(StreamReader.read("{\"event\":\"weather\",\"weather\":[{\"a\":[1,2]}]}")).isEqualTo(new Unknown());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "null", "[]", "\"media\"", "{", "{\"event\":\"media\"", "{}", "{\"event\":null}",
            "{\"event\":\"media\"}", "{\"event\":\"media\",\"media\":{}}",
            "{\"event\":\"media\",\"media\":{\"payload\":\"%%%\"}}", "{\"event\":\"start\",\"streamSid\":\"MZ\",\"start\":{}}",
            "{\"event\":\"mark\",\"mark\":{}}", "{\"event\":\"stop\"} {}", "\u0000" })
    void whatIsNoMessageIsUnreadable(String text) {
        assertThatThrownBy(() -> StreamReader.read(text)).isInstanceOf(UnreadableMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "audio/x-mulaw 16000 1", "audio/x-mulaw 8000 2", "audio/l16 8000 1", "null 8000 1" })
    void anotherFormatIsNotTheBridges(String format) {
        String[] parts = format.split(" ");

        assertThat(new MediaFormat(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])).isMuLaw8000Mono())
            .isFalse();
    }
}
