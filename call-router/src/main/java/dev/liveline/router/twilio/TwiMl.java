package dev.liveline.router.twilio;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

/// A TwiML document in the writing: elements and attributes in Twilio's grammar, escaped. Written as text on purpose
/// (docs/decisions/0005): it is string writing, and it must not be able to fail.
public final class TwiMl {

    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>");
    private final Deque<String> open = new ArrayDeque<>();

    /// A document without verbs.
    public static final String EMPTY = new TwiMl().done();

    /// Opens an element; attributes with null values are left out.
    public TwiMl begin(String element, @Nullable String... attributes) {
        tag(element, attributes).append('>');
        open.push(element);
        return this;
    }

    /// Closes the element opened last.
    public TwiMl end() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /// An element without content.
    public TwiMl empty(String element, @Nullable String... attributes) {
        tag(element, attributes).append("/>");
        return this;
    }

    /// An element with text.
    public TwiMl text(String element, String text, @Nullable String... attributes) {
        begin(element, attributes);
        escape(text);
        return end();
    }

    /// The whole document.
    public String done() {
        while (!open.isEmpty()) {
            end();
        }
        return out + "</Response>";
    }

    /// Whether a text that is not ours is a TwiML document at all: well-formed, without a document type, `<Response>` at its root.
    public static boolean isResponse(String candidate) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(candidate));
            boolean response = false;
            boolean first = true;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    return false;
                }
                if (event == XMLStreamConstants.START_ELEMENT && first) {
                    response = reader.getLocalName().equals("Response");
                    first = false;
                }
            }
            return response;
        } catch (XMLStreamException malformed) {
            return false;
        }
    }

    /// `name=value` pairs of a query, in order.
    static String query(Map<String, String> values) {
        StringBuilder query = new StringBuilder();
        values.forEach((name,
                value) -> query.append(query.isEmpty() ? "" : "&").append(percent(name)).append('=').append(percent(value)));
        return query.toString();
    }

    /// Percent-encoding of RFC 3986, which leaves no `+` to be misread.
    static String percent(String value) {
        return java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A");
    }

    private StringBuilder tag(String element, @Nullable String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(value);
                out.append('"');
            }
        }
        return out;
    }

    /// Characters that XML 1.0 does not allow at all are dropped: a number's text may come from anywhere.
    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                default -> {
                    if (c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD)
                            || c >= 0x10000) {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
    }
}
