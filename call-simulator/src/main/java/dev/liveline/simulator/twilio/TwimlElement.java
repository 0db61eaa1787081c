package dev.liveline.simulator.twilio;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// An element of a TwiML document: a verb, a noun or the root.
///
/// @param text its own text, stripped; empty for none
public record TwimlElement(String name, Map<String, String> attributes, String text, List<TwimlElement> children) {

    /// A document that is not well-formed XML.
    public static final class Unreadable extends Exception {

        Unreadable(Throwable cause) {
            super("not well-formed: " + cause.getMessage(), cause);
        }
    }

    /// The root of a document.
    public static TwimlElement parse(String xml) throws Unreadable {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return of(builder.parse(new InputSource(new StringReader(xml))).getDocumentElement());
        } catch (SAXException | IOException e) {
            throw new Unreadable(e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK parses XML", e);
        }
    }

    private static TwimlElement of(Element element) {
        var attributes = new LinkedHashMap<String, String>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            var attribute = element.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        var children = new ArrayList<TwimlElement>();
        var text = new StringBuilder();
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(of(child));
            } else if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(node.getNodeValue());
            }
        }
        return new TwimlElement(element.getNodeName(), attributes, text.toString().strip(), List.copyOf(children));
    }

    /// An attribute's value, empty if absent.
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /// The first child of that name.
    public Optional<TwimlElement> child(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).findFirst();
    }

    /// Every element of that name below this one, in document order.
    public List<TwimlElement> all(String descendantName) {
        var found = new ArrayList<TwimlElement>();
        for (var child : children) {
            if (child.name().equals(descendantName)) {
                found.add(child);
            }
            found.addAll(child.all(descendantName));
        }
        return found;
    }
}
