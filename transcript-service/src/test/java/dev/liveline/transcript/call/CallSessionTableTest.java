package dev.liveline.transcript.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.liveline.events.CallStatus;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.Happening.FellBack;
import dev.liveline.transcript.call.Happening.LegTold;
import dev.liveline.transcript.call.Happening.OverTold;
import dev.liveline.transcript.call.Happening.Placed;
import dev.liveline.transcript.call.Happening.Reported;
import dev.liveline.transcript.call.Happening.SilenceChecked;

/// Runs every state against everything that may move it and compares with `docs/call-session.md`, so that the document cannot drift. With
/// `-Dliveline.write-tables=true` it writes the table instead.
class CallSessionTableTest {

    private static final String BEGIN = "<!-- table: written by CallSessionTableTest -->\n";
    private static final String END = "<!-- end of table -->";

    @Test
    void theDocumentShowsWhatTheReducerDoes() throws IOException {
        Path document = Path.of(System.getProperty("liveline.root")).resolve("docs/call-session.md");
        String text = Files.readString(document);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("liveline.write-tables")) {
            Files.writeString(document, text.substring(0, from) + table() + text.substring(to));
        } else {
            assertThat(text.substring(from, to)).isEqualTo(table());
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| told | unknown | ringing | in-progress | forwarding | ended |\n");
        table.append("| --- | --- | --- | --- | --- | --- |\n");
        happenings().forEach((name, what) -> {
            table.append("| ").append(name);
            for (Told call : states()) {
                table.append(" | ").append(cell(call, what));
            }
            table.append(" |\n");
        });
        return table.toString();
    }

    private static String cell(Told call, Happening what) {
        CallState before = call.state;
        call.then().at(10_000, what);
        String events = String.join(", ", call.types());
        if (call.state == before || events.isEmpty()) {
            return "–";
        }
        CallStatus status = call.state.life().status();
        boolean moved = before.life() == null || before.life().status() != status;
        return (moved ? "**" + status.wire() + "**: " : "") + events;
    }

    private static List<Told> states() {
        return List.of(new Told(), new Told().at(0, Told.status(CallStatus.RINGING)),
                new Told().at(0, Told.status(CallStatus.IN_PROGRESS)), new Told().at(0, Told.status(CallStatus.FORWARDING)),
                new Told().at(0, Told.status(CallStatus.ENDED)));
    }

    private static Map<String, Happening> happenings() {
        Map<String, Happening> all = new LinkedHashMap<>();
        all.put("any other message", Told.mentioned());
        all.put("`status-update` ringing", Told.status(CallStatus.RINGING));
        all.put("`status-update` in-progress", Told.status(CallStatus.IN_PROGRESS));
        all.put("`status-update` forwarding", Told.status(CallStatus.FORWARDING));
        all.put("`status-update` ended", Told.status(CallStatus.ENDED));
        all.put("`end-of-call-report`", new Reported("customer-ended-call", null));
        all.put("`speech-update` started", Told.speech(Speaker.CALLER, true));
        all.put("`transcript` partial", Told.partial(Speaker.CALLER, "hello"));
        all.put("`transcript` final", Told.last(Speaker.CALLER, "Hello."));
        all.put("`user-interrupted`", Told.interrupted());
        all.put("router: placed", new Placed());
        all.put("router: went to fallback", new FellBack());
        all.put("router: leg answered", new LegTold("caller", "in-progress"));
        all.put("router: over", new OverTold("caller-hung-up"));
        all.put("timer: silent too long", new SilenceChecked(1));
        return all;
    }
}
