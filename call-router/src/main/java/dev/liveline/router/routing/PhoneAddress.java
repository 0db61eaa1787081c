package dev.liveline.router.routing;

import java.util.regex.Pattern;

/// Where a person can be called: an E.164 number or a SIP URI.
public final class PhoneAddress {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
    /// Twilio's bound for a SIP URI is 255 characters; headers of ours are not taken from outside.
    private static final Pattern SIP = Pattern
        .compile("sips?:[A-Za-z0-9._~%!$'()*+,=&-]+@[A-Za-z0-9.:\\[\\]-]+(;[A-Za-z0-9=.;-]+)?");
    private static final int SIP_LENGTH = 254;

    private PhoneAddress() {}

    public static boolean isNumber(String candidate) {
        return E164.matcher(candidate).matches();
    }

    public static boolean isSip(String candidate) {
        return candidate.length() <= SIP_LENGTH && SIP.matcher(candidate).matches();
    }

    /// Whether it can be dialled at all.
    public static boolean isDialable(String candidate) {
        return isNumber(candidate) || isSip(candidate);
    }
}
