package dev.liveline.admin.vapi;

/// Vapi cannot be reached, fails (5xx), or answers what is no answer. Counts against the circuit breaker.
final class VapiDown extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status what Vapi answered, 0 if nothing
    VapiDown(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
