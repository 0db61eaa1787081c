package dev.liveline.admin.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Problems (RFC 9457) for a terminal, without a JSON library: the detail and what it lists.
final class Problems {

    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*" + TEXT);
    private static final Pattern ERRORS = Pattern.compile("\"errors\"\\s*:\\s*\\[([^\\]]*)\\]");
    private static final Pattern FINDING = Pattern.compile("\"name\"\\s*:\\s*" + TEXT + "\\s*,\\s*\"rule\"\\s*:\\s*" + TEXT
            + ".*?\"pointer\"\\s*:\\s*" + TEXT + ".*?\"message\"\\s*:\\s*" + TEXT);

    private Problems() {}

    static String readable(int status, String body) {
        Matcher detail = DETAIL.matcher(body);
        if (!detail.find()) {
            return "assistant-admin answered " + status + (status == 401 ? ": the token is missing, wrong or expired." : ".");
        }
        String first = plain(detail.group(1));
        StringBuilder text = new StringBuilder(first);
        Matcher errors = ERRORS.matcher(body);
        if (errors.find()) {
            Matcher each = Pattern.compile(TEXT).matcher(errors.group(1));
            while (each.find()) {
                String error = plain(each.group(1));
                if (!first.contains(error)) {
                    text.append("\n  ").append(error);
                }
            }
        }
        Matcher finding = FINDING.matcher(body);
        while (finding.find()) {
            text.append("\n  ")
                .append(plain(finding.group(1)))
                .append(' ')
                .append(plain(finding.group(3)))
                .append(": ")
                .append(plain(finding.group(4)))
                .append(" [")
                .append(finding.group(2))
                .append(']');
        }
        return text.toString();
    }

    /// Whether it is the refusal of an apply while another one goes on.
    static boolean isApplyUnderWay(String body) {
        return body.contains("\"urn:liveline:problem:apply-under-way\"");
    }

    private static String plain(String json) {
        return json.replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\");
    }
}
