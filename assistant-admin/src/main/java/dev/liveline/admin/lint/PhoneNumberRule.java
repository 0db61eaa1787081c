package dev.liveline.admin.lint;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import dev.liveline.admin.Kind;

/// Whether a call to the number is answered, and what the caller gets if not.
public enum PhoneNumberRule implements Rule {

    // @formatter:off
    NUMBER_UNANSWERED(Spec.error(
            "A number has an assistant, a squad or a workflow, or a `server` that is asked for one: else callers hear an error.",
            "Vapi's OpenAPI document: assistantId of phone numbers", PhoneNumberRule::unanswered)),
    NUMBER_ANSWERED_TWICE(Spec.warning(
            "A number has one of assistant, squad and workflow: of several Vapi takes one, and does not say which.",
            "Vapi's OpenAPI document: squadId of phone numbers", PhoneNumberRule::answeredTwice)),
    NUMBER_NOT_E164(Spec.error(
            "Numbers are E.164, like `+15550100999`.", "Vapi's OpenAPI document: numberE164CheckEnabled",
            PhoneNumberRule::notE164)),
    NUMBER_FALLBACK_MISSING(Spec.warning(
            "A number whose assistant is asked for at each call has a `fallbackDestination`: where that fails, the caller is lost.",
            "Vapi's OpenAPI document: fallbackDestination", PhoneNumberRule::fallbackMissing)),
    NUMBER_FALLBACK_WRONG(Spec.error(
            "`fallbackDestination` can be reached: an E.164 number that is not this one, or a `sip:` address.",
            "Vapi's OpenAPI document: TransferDestinationNumber, TransferDestinationSip", PhoneNumberRule::fallbackWrong)),
    NUMBER_CREDENTIAL_MISSING(Spec.error(
            "A Twilio number comes with its account's `twilioAuthToken`, or `twilioApiKey` and `twilioApiSecret`.",
            "Vapi's docs: importing numbers from Twilio", PhoneNumberRule::credentialMissing)),
    NUMBER_NAME_MISSING(Spec.advice(
            "A number has a `name`: manifests and people refer to it by that.", "Vapi's dashboard", PhoneNumberRule::nameMissing)),
    NUMBER_TAKES_MESSAGES(Spec.advice(
            "A Twilio number says `smsEnabled`: by default Vapi takes over the number's messages, too.",
            "Vapi's OpenAPI document: smsEnabled is true by default", PhoneNumberRule::takesMessages));
    // @formatter:on

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{2,38}");
    private static final List<String> ANSWERING = List.of("assistantId", "squadId", "workflowId");

    private final Spec spec;

    PhoneNumberRule(Spec spec) {
        this.spec = spec.of(Set.of(Kind.PHONE_NUMBER));
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static List<Hit> unanswered(Subject subject) {
        return isAnswered(subject) || subject.has("/server/url") || subject.has("/serverUrl") ? List.of()
                : List.of(Hit.at("", "Nobody answers calls to it: no assistant, and no server to ask for one.",
                        "Set assistantId, or server; a write through Liveline adds its own server."));
    }

    private static List<Hit> answeredTwice(Subject subject) {
        List<String> given = ANSWERING.stream().filter(field -> subject.at("/" + field).isTextual()).toList();
        return given.size() < 2 ? List.of()
                : List.of(Hit.at("/" + given.getLast(), String.join(" and ", given) + " are both set.", "Keep one of them."));
    }

    private static List<Hit> notE164(Subject subject) {
        String number = subject.text("/number");
        boolean checked = subject.at("/numberE164CheckEnabled").asBoolean(true);
        return !subject.at("/number").isTextual() || !checked || E164.matcher(number).matches() ? List.of()
                : List
                    .of(Hit.at("/number", "This is no number as E.164 writes it: a plus, the country, the rest, and no spaces.",
                            "Write it like +15550100999."));
    }

    private static List<Hit> fallbackMissing(Subject subject) {
        return isAnswered(subject) || subject.has("/fallbackDestination") ? List.of()
                : List.of(Hit.at("", "Where no assistant is named in time, the caller is told of an error and cut off.",
                        "Set fallbackDestination to a number of yours."));
    }

    private static List<Hit> fallbackWrong(Subject subject) {
        JsonNode fallback = subject.at("/fallbackDestination");
        String number = fallback.path("number").asText("");
        String address = fallback.path("sipUri").asText("");
        boolean checked = fallback.path("numberE164CheckEnabled").asBoolean(true);
        if (fallback.path("number").isTextual() && checked && !E164.matcher(number).matches()) {
            return List
                .of(Hit.at("/fallbackDestination/number", "This number cannot be dialled.", "Write it like +15550100999."));
        }
        if (!number.isEmpty() && number.equals(subject.text("/number"))) {
            return List.of(Hit.at("/fallbackDestination/number", "The number falls back to itself: the call goes round.",
                    "Choose another number."));
        }
        return fallback.path("sipUri").isTextual() && !address.startsWith("sip:") && !address.startsWith("sips:")
                ? List
                    .of(Hit.at("/fallbackDestination/sipUri", "This is no SIP address.", "Write it like sip:desk@example.com."))
                : List.of();
    }

    private static List<Hit> credentialMissing(Subject subject) {
        boolean given = subject.has("/twilioAuthToken") || subject.has("/twilioApiKey") && subject.has("/twilioApiSecret");
        return !subject.text("/provider").equals("twilio") || given ? List.of()
                : List.of(Hit.at("", "Vapi cannot import it: no Twilio credentials, here or in TWILIO_AUTH_TOKEN.",
                        "Set twilioAuthToken, or import a number of the configured account."));
    }

    private static List<Hit> nameMissing(Subject subject) {
        return subject.text("/name").isBlank() ? List.of(Hit.at("", "It has no name.", "Add a name of at most 40 characters."))
                : List.of();
    }

    private static List<Hit> takesMessages(Subject subject) {
        return !subject.text("/provider").equals("twilio") || subject.has("/smsEnabled") ? List.of()
                : List.of(Hit.at("", "Vapi takes the number's messages away from where they go now.",
                        "Set smsEnabled to false, unless an assistant answers them."));
    }

    private static boolean isAnswered(Subject subject) {
        return ANSWERING.stream().anyMatch(field -> subject.at("/" + field).isTextual());
    }
}
