package dev.liveline.admin.binding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a call to the number reaches the assistant.
///
/// A number in `direct` belongs to Vapi, which answers it. In all other modes Twilio asks call-router, which needs: for `bypass` the number
/// imported at Vapi (calls are placed under its id), for `sip` an address at Vapi to dial, for `bridge` neither.
enum Mode {
    DIRECT, BYPASS, SIP, BRIDGE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Mode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }
}
