package dev.liveline.simulator.twilio;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What is wrong with a TwiML document, by Twilio's rules: well-formed, known verbs with known attributes, values within their limits,
/// nouns where they belong. An empty list means that Twilio would run it.
///
/// ```java
/// assertThat(TwimlRules.violations(response.body())).isEmpty();
/// ```
public final class TwimlRules {

    private static final Set<String> SIP_HEADERS = Set.of("user-to-user", "remote-party-id", "p-preferred-identity",
            "p-called-party-id");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9() .-]{2,20}");
    private static final int SIP_URI_LENGTH = 255;
    private static final int SIP_HEADERS_LENGTH = 1024;
    private static final int PARAMETER_LENGTH = 500;
    private static final int DIAL_NOUNS = 10;
    private static final int NAME_LENGTH = 64;

    /// One breach.
    ///
    /// @param path where, e.g. `Response/Dial/Sip`
    /// @param message what Twilio would object to
    public record Violation(String path, String message) {

        @Override
        public String toString() {
            return path + ": " + message;
        }
    }

    private final boolean plainWebSockets;
    private final List<Violation> found = new ArrayList<>();

    private TwimlRules(boolean plainWebSockets) {
        this.plainWebSockets = plainWebSockets;
    }

    /// What Twilio would object to, in document order.
    public static List<Violation> violations(String document) {
        return violations(document, false);
    }

    /// The same, letting `ws://` streams pass: a public URL on plain http, as on a developer's machine, can have no other.
    public static List<Violation> violations(String document, boolean plainWebSockets) {
        var rules = new TwimlRules(plainWebSockets);
        try {
            rules.document(TwimlElement.parse(document));
        } catch (TwimlElement.Unreadable e) {
            rules.object("", e.getMessage());
        }
        return List.copyOf(rules.found);
    }

    private void document(TwimlElement root) {
        if (!root.name().equals("Response")) {
            object(root.name(), "the root element is <Response>");
            return;
        }
        element(root, "Response");
        var verbs = root.children();
        for (int i = 1; i < verbs.size(); i++) {
            if (verbs.get(i).name().equals("Reject")) {
                object("Response/Reject", "<Reject> must be the first verb, else the call is answered and billed");
            }
        }
    }

    private void element(TwimlElement element, String path) {
        var attributes = TwimlGrammar.ATTRIBUTES.get(element.name());
        if (attributes == null) {
            object(path, "unknown element");
            return;
        }
        element.attributes().forEach((name, value) -> {
            if (attributes.contains(name)) {
                attribute(element, path, name, value);
            } else {
                object(path, "unknown attribute " + name);
            }
        });
        if (!element.text().isEmpty() && !TwimlGrammar.BEARS_TEXT.contains(element.name())) {
            object(path, "text is not allowed here");
        }
        var allowed = TwimlGrammar.CHILDREN.getOrDefault(element.name(), Set.of());
        for (var child : element.children()) {
            if (allowed.contains(child.name())) {
                element(child, path + "/" + child.name());
            } else if (!element.name().equals("Say")) {
                // What is inside <Say> is speech markup of its own.
                object(path, "<" + child.name() + "> is not allowed in <" + element.name() + ">");
            }
        }
        switch (element.name()) {
            case "Dial" -> dial(element, path);
            case "Sip" -> sip(element, path);
            case "Number" -> phone(element.text(), path);
            case "Connect", "Start" -> exactlyOneStream(element, path);
            case "Stream" -> stream(element, path);
            case "Parameter" -> parameter(element, path);
            case "Say", "Redirect" -> text(element, path);
            case "Conference", "Queue", "Enqueue" -> name(element, path);
            default -> {
            }
        }
    }

    private void attribute(TwimlElement element, String path, String name, String value) {
        var values = TwimlGrammar.ONE_OF.get(name);
        if (values != null && !values.contains(value)) {
            object(path, name + " is one of " + String.join(", ", values.stream().sorted().toList()) + ", not " + value);
        }
        var range = TwimlGrammar.NUMBERS.get(element.name() + " " + name);
        if (range != null) {
            number(path, name, value, range);
        }
        if (name.equals("statusCallbackEvent")) {
            Arrays.stream(value.split(" "))
                .filter(event -> !TwimlGrammar.EVENTS.getOrDefault(element.name(), Set.of()).contains(event))
                .forEach(event -> object(path, "unknown status callback event " + event));
        }
        if (TwimlGrammar.URLS.contains(name) && !(element.name().equals("Stream") && name.equals("url")) && !value.isEmpty()) {
            url(path, name, value);
        }
    }

    private void number(String path, String name, String value, TwimlGrammar.Range range) {
        try {
            int number = Integer.parseInt(value);
            if (number < range.from() || number > range.to()) {
                object(path, name + " lies between " + range.from() + " and " + range.to());
            }
        } catch (NumberFormatException _) {
            object(path, name + " is a whole number");
        }
    }

    private void url(String path, String name, String value) {
        try {
            var uri = new URI(value);
            if (TwimlGrammar.ABSOLUTE.contains(name) && !uri.isAbsolute()) {
                object(path, name + " must be absolute");
            }
            if (uri.isAbsolute() && !List.of("http", "https").contains(uri.getScheme())) {
                object(path, name + " must be http or https");
            }
            if (uri.getAuthority() != null && uri.getAuthority().contains("_")) {
                object(path, name + " has an underscore in its host name");
            }
        } catch (URISyntaxException _) {
            object(path, name + " is not a URL");
        }
    }

    private void dial(TwimlElement dial, String path) {
        if (dial.children().isEmpty()) {
            phone(dial.text(), path);
        }
        if (dial.children().size() > DIAL_NOUNS) {
            object(path, "at most ten nouns");
        }
        if (dial.children().size() > 1
                && dial.children().stream().anyMatch(noun -> Set.of("Conference", "Queue").contains(noun.name()))) {
            object(path, "<Conference> and <Queue> stand alone");
        }
    }

    private void phone(String text, String path) {
        if (!PHONE.matcher(text).matches()) {
            object(path, "not a phone number");
        }
    }

    private void sip(TwimlElement sip, String path) {
        var parts = sip.text().split("\\?", 2);
        if (!parts[0].matches("sips?:[^@\\s;]+@[^@\\s]+")) {
            object(path, "not a SIP URI");
        }
        if (parts[0].length() >= SIP_URI_LENGTH) {
            object(path, "the SIP URI must be under 255 characters");
        }
        if (parts.length == 2) {
            if (parts[1].length() >= SIP_HEADERS_LENGTH) {
                object(path, "the headers must be under 1024 characters");
            }
            for (var header : parts[1].split("&")) {
                var name = header.split("=", 2)[0].toLowerCase(Locale.ROOT);
                if (!name.startsWith("x-") && !SIP_HEADERS.contains(name)) {
                    object(path, "header " + name + " is not passed on; only x- headers are");
                }
                if (!header.contains("=") || header.contains(" ")) {
                    object(path, "header " + name + " has no percent-encoded value");
                }
            }
        }
    }

    private void exactlyOneStream(TwimlElement verb, String path) {
        if (verb.children().size() != 1) {
            object(path, "exactly one <Stream>");
        }
        if (verb.name().equals("Connect") && verb.child("Stream")
            .filter(stream -> !List.of("", "inbound_track")
                .contains(stream.attribute("track")))
            .isPresent()) {
            object(path, "a bidirectional stream has the inbound_track only (31941)");
        }
    }

    private void stream(TwimlElement stream, String path) {
        if (path.startsWith("Response/Stop")) {
            return;
        }
        var url = stream.attribute("url");
        boolean scheme = url.startsWith("wss://") || plainWebSockets && url.startsWith("ws://");
        if (!scheme) {
            object(path, "url must be wss:// (31922)");
        }
        if (url.contains("?")) {
            object(path, "url must have no query: use <Parameter> or the path");
        }
    }

    private void parameter(TwimlElement parameter, String path) {
        if (parameter.attribute("name").isEmpty()) {
            object(path, "a parameter has a name");
        }
        if (parameter.attribute("name").length() + parameter.attribute("value").length() >= PARAMETER_LENGTH) {
            object(path, "name and value together must be under 500 characters");
        }
    }

    private void text(TwimlElement element, String path) {
        if (element.text().isEmpty() && element.children().isEmpty()) {
            object(path, "<" + element.name() + "> is empty");
        }
    }

    private void name(TwimlElement element, String path) {
        if (element.text().isEmpty() && element.attribute("workflowSid").isEmpty()) {
            object(path, "<" + element.name() + "> needs a name");
        }
        if (!element.name().equals("Conference") && element.text().length() > NAME_LENGTH) {
            object(path, "the name must be at most 64 characters");
        }
    }

    private void object(String path, String message) {
        found.add(new Violation(path, message));
    }
}
