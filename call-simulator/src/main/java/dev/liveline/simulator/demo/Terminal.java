package dev.liveline.simulator.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import io.vertx.core.json.JsonObject;

/// Captions as lines: partial text of the speaker who spoke last is overwritten in place on a real terminal, and left out elsewhere.
final class Terminal {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final int WIDTH = 110;

    private final PrintStream out;
    private final boolean interactive;
    private boolean partialShown;

    Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    synchronized void line(String text) {
        erasePartial();
        out.println(text);
    }

    /// Shows an event, if it is one that people want to see go by.
    synchronized void show(JsonObject event) {
        String call = event.getString("callId", "");
        String head = TIME.format(Instant.ofEpochMilli(event.getLong("at", 0L))) + "  "
                + call.substring(Math.max(0, call.length() - 6))
                + "  ";
        switch (event.getString("type", "")) {
            case "call.started" ->
                line(head + "☎ a call from " + event.getString("from", "somebody") + " (" + event.getString("team", "-") + ")");
            case "caption" -> caption(head, event);
            case "barge-in" -> line(head + "✂ the caller barged in" + (event.containsKey("heard") ? "; heard so far: "
                    + event.getString("heard") : ""));
            case "tool" -> line(head + "⚙ " + event.getString("name") + ": " + event.getString("outcome"));
            case "command" -> line(head + "→ " + event.getString("kind") + ": " + event.getString("outcome"));
            case "call.ended" ->
                line(head + "■ " + event.getString("reason") + " after " + event.getLong("durationMs") / 1000 + " s");
            default -> {
                // Speech marks and status changes are for the console.
            }
        }
    }

    private void caption(String head, JsonObject event) {
        String text = head + String.format("%-9s", event.getString("speaker")) + "  " + event.getString("text");
        if (event.getBoolean("final", false)) {
            line(text);
        } else if (interactive) {
            erasePartial();
            String shown = text + " …";
            out.print(shown.length() > WIDTH ? shown.substring(0, WIDTH) : shown);
            out.flush();
            partialShown = true;
        }
    }

    private void erasePartial() {
        if (partialShown) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            partialShown = false;
        }
    }
}
