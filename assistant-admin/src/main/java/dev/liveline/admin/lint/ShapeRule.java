package dev.liveline.admin.lint;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.schema.Misfit;

/// What Vapi's schema does not take, wherever no other rule knows better. The table behind them is derived from the OpenAPI document.
public enum ShapeRule implements Rule {

    // @formatter:off
    UNKNOWN_FIELD(
            "Only fields of Vapi's schema: everything else is answered with `400 property … should not exist`.",
            ShapeRule::unknown),
    WRONG_TYPE("Numbers, truth values, texts, lists and objects where the schema wants them.", ShapeRule::wrongType),
    VALUE_OUT_OF_RANGE("Numbers within the schema's bounds.", ShapeRule::outOfRange),
    TEXT_LENGTH("Texts as long as the schema allows (a name: 40 characters).", ShapeRule::wrongLength),
    VALUE_NOT_LISTED("Only the values an enumeration has.", ShapeRule::notListed),
    FIELD_MISSING("What the schema requires is there.", ShapeRule::missing),
    NAME_UNKNOWN(
            Severity.WARNING, "Models, languages and voices that Vapi's document lists; Vapi adds some often, so this is a warning.",
            ShapeRule::nameUnknown);
    // @formatter:on

    private final Spec spec;

    ShapeRule(String summary, BiFunction<Subject, Misfit, Optional<Hit>> check) {
        this(Severity.ERROR, summary, check);
    }

    ShapeRule(Severity severity, String summary, BiFunction<Subject, Misfit, Optional<Hit>> check) {
        this.spec = new Spec(severity, summary, "Vapi's OpenAPI document of 2026-08-18", Set.of(Kind.values()),
                subject -> subject.misfits().stream().flatMap(misfit -> check.apply(subject, misfit).stream()).toList());
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static Optional<Hit> unknown(Subject subject, Misfit misfit) {
        if (!(misfit instanceof Misfit.Unknown(var at, var allowed))) {
            return Optional.empty();
        }
        String plain = plain(at.last());
        Optional<String> meant = allowed.stream().filter(name -> plain(name).equals(plain)).findFirst();
        return Optional.of(meant
            .map(name -> Hit.at(at, "Vapi spells this field " + name + ".", "Write " + name + ".",
                    new Patch.Move(at, at.parent().child(name))))
            .orElseGet(() -> Hit.at(at, "Vapi has no such field here and rejects the whole document for it.", "Leave it out.",
                    new Patch.Remove(at))));
    }

    private static Optional<Hit> wrongType(Subject subject, Misfit misfit) {
        if (!(misfit instanceof Misfit.WrongType(var at, var expected))) {
            return Optional.empty();
        }
        Patch[] patch = converted(at.in(subject.document()), expected).map(value -> new Patch[]{ new Patch.Put(at, value) })
            .orElse(new Patch[0]);
        return Optional
            .of(Hit.at(at, "Vapi wants " + article(expected) + " here.", "Write it as " + article(expected) + ".", patch));
    }

    private static Optional<Hit> outOfRange(Subject subject, Misfit misfit) {
        if (!(misfit instanceof Misfit.OutOfRange(var at, var least, var most))) {
            return Optional.empty();
        }
        double nearest = Math.clamp(at.in(subject.document()).doubleValue(), least, most);
        String bounds = Double.isInfinite(most) ? "at least " + plain(least)
                : Double.isInfinite(least) ? "at most " + plain(most) : "from " + plain(least) + " to " + plain(most);
        return Optional.of(Hit.at(at, "Vapi takes " + bounds + " here.", "Write " + plain(nearest) + ".",
                new Patch.Put(at, DecimalNode.valueOf(new BigDecimal(plain(nearest))))));
    }

    private static Optional<Hit> wrongLength(Subject subject, Misfit misfit) {
        if (!(misfit instanceof Misfit.WrongLength(var at, var least, var most))) {
            return Optional.empty();
        }
        String text = at.in(subject.document()).asText();
        boolean longName = at.last().equals("name") && text.length() > most;
        return Optional.of(longName
                ? Hit.at(at, "Vapi takes at most " + plain(most) + " characters here.", "Shorten it.",
                        new Patch.Put(at, TextNode.valueOf(text.substring(0, (int) most).strip())))
                : Hit.at(at, "Vapi takes " + (Double.isInfinite(most) ? "at least " + plain(least) : "at most " + plain(most))
                        + " characters here.", "Change its length."));
    }

    private static Optional<Hit> notListed(Subject subject, Misfit misfit) {
        if (!(misfit instanceof Misfit.NotListed(var at, var allowed))) {
            return Optional.empty();
        }
        String given = plain(at.in(subject.document()).asText());
        Patch[] patch = allowed.stream()
            .filter(value -> plain(value).equals(given))
            .findFirst()
            .map(value -> new Patch[]{ new Patch.Put(at, TextNode.valueOf(value)) })
            .orElse(new Patch[0]);
        return Optional
            .of(Hit.at(at, "Vapi does not know this value.", "Use one of " + String.join(", ", allowed) + ".", patch));
    }

    /// Spelled otherwise, it is corrected; else the nearest names are offered.
    private static Optional<Hit> nameUnknown(Subject subject, Misfit misfit) {
        if (!(misfit instanceof Misfit.NotKnown(var at, var known))) {
            return Optional.empty();
        }
        String given = plain(at.in(subject.document()).asText());
        return Optional.of(known.stream()
            .filter(name -> plain(name).equals(given))
            .findFirst()
            .map(name -> Hit.at(at, "Vapi spells this " + name + ".", "Write " + name + ".",
                    new Patch.Put(at, TextNode.valueOf(name))))
            .orElseGet(() -> Hit.at(at, "Vapi's document of 2026-08-18 does not list this name.",
                    "Check it" + Likeness.nearest(given, known, ShapeRule::plain)
                        .map(names -> "; near it are " + names)
                        .orElse("") + ".")));
    }

    private static Optional<Hit> missing(Subject subject, Misfit misfit) {
        return misfit instanceof Misfit.Missing(var at)
                ? Optional.of(Hit.at(at, "Vapi wants " + at.last() + " here.", "Add " + at.last() + "."))
                : Optional.empty();
    }

    private static Optional<JsonNode> converted(JsonNode value, String expected) {
        String text = value.asText("").strip();
        return switch (expected) {
            case "number" -> text.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? Optional.of(DecimalNode.valueOf(new BigDecimal(text)))
                    : Optional.empty();
            case "boolean" ->
                text.equals("true") || text.equals("false") ? Optional.of(BooleanNode.valueOf(text.equals("true")))
                        : Optional.empty();
            case "text" -> value.isNumber() || value.isBoolean() ? Optional.of(TextNode.valueOf(text)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String article(String type) {
        return (type.equals("object") ? "an " : "a ") + type;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
