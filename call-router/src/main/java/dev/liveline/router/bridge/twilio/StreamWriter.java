package dev.liveline.router.bridge.twilio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Writes what we send on one stream.
public final class StreamWriter {

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final String mediaBegin;
    private final String markBegin;
    private final String clear;

    public StreamWriter(String streamSid) {
        String sid = quoted(streamSid);
        this.mediaBegin = "{\"event\":\"media\",\"streamSid\":" + sid + ",\"media\":{\"payload\":\"";
        this.markBegin = "{\"event\":\"mark\",\"streamSid\":" + sid + ",\"mark\":{\"name\":";
        this.clear = "{\"event\":\"clear\",\"streamSid\":" + sid + "}";
    }

    public String media(byte[] audio) {
        return mediaBegin.concat(new String(BASE64.encode(audio), ISO_8859_1)).concat("\"}}");
    }

    public String mark(String name) {
        return markBegin + quoted(name) + "}}";
    }

    public String clear() {
        return clear;
    }

    private static String quoted(String value) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
    }
}
