package dev.liveline.simulator.vapi;

import java.util.Map;

/// A request the REST API received, for tests that check what is sent.
///
/// @param body as received, empty for none
/// @param status what was answered; 0 while it was not
public record ApiRequest(String method, String path, Map<String, String> query, String body, int status) {}
