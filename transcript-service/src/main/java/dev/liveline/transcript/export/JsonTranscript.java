package dev.liveline.transcript.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.liveline.events.EventJson;
import dev.liveline.transcript.export.Transcript.Said;

/// `{callId, epoch, seq, captions}`; each caption is its event without the envelope's `seq`, with `cut` and `heard` where it was cut short.
final class JsonTranscript {

    private JsonTranscript() {}

    static String write(Transcript transcript) {
        StringBuilder json = new StringBuilder(256 + transcript.said().size() * 256);
        json.append("{\"callId\":");
        quote(json, transcript.callId());
        json.append(",\"epoch\":");
        quote(json, transcript.epoch());
        json.append(",\"seq\":").append(transcript.seq()).append(",\"captions\":[");
        String separator = "";
        for (Said said : transcript.said()) {
            json.append(separator);
            caption(json, said);
            separator = ",";
        }
        return json.append("]}").toString();
    }

    private static void caption(StringBuilder json, Said said) {
        String seq = ",\"seq\":" + said.caption().envelope().seq() + ",";
        String event = EventJson.write(said.caption());
        int at = event.indexOf(seq);
        json.append(event, 0, at).append(',').append(event, at + seq.length(), event.length() - 1);
        if (said.cut()) {
            json.append(",\"cut\":true");
            if (said.heard() != null) {
                json.append(",\"heard\":");
                quote(json, said.heard());
            }
        }
        json.append('}');
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
