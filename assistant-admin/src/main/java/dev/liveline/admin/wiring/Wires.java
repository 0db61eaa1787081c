package dev.liveline.admin.wiring;

import java.util.List;
import java.util.Optional;

/// The configuration behind [Wiring].
///
/// @param webhookUrl     where Vapi sends its messages
/// @param credentialId   Vapi's id of the credential that signs them
/// @param webhookSecret  sent as `X-Vapi-Secret` where there is no credential
/// @param timeoutSeconds how long Vapi waits for an answer
/// @param escalation     whether models get the `escalate_to_human` tool
public record Wires(String webhookUrl, Optional<String> credentialId, Optional<String> webhookSecret, long timeoutSeconds,
        List<String> serverMessages, boolean escalation, Optional<String> twilioAccountSid, Optional<String> twilioAuthToken) {

    @Override
    public String toString() {
        return "Wires[" + webhookUrl + "]";
    }
}
