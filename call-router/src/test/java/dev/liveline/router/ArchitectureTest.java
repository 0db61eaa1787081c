package dev.liveline.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.liveline.router", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ROUTES_PLANS_AND_COMMANDS_ARE_PLAIN_DATA_AND_FUNCTIONS = classes().that()
        .resideInAnyPackage("dev.liveline.router.routing", "dev.liveline.router.command", "dev.liveline.router.room")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.liveline.router.routing", "dev.liveline.router.command", "dev.liveline.router.room",
                "dev.liveline.events", "java.lang",
                "java.lang.runtime", "java.lang.invoke", "java.util", "java.util.function", "java.util.regex",
                "java.util.stream", "java.net",
                "org.jspecify.annotations");

    @ArchTest
    static final ArchRule THE_PLATFORMS_DO_NOT_KNOW_EACH_OTHER = slices().matching("dev.liveline.router.(twilio|vapi|redis)..")
        .should()
        .notDependOnEachOther();

    @ArchTest
    static final ArchRule NOBODY_DEPENDS_ON_WHAT_THE_OUTSIDE_CALLS = noClasses().that()
        .resideOutsideOfPackage("dev.liveline.router.web")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.liveline.router.web");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("dev.liveline.router.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = fields().should().notBeAnnotatedWith(jakarta.inject.Inject.class);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses().should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Dto)$|.*\\.Abstract[A-Z].*");

    @ArchTest
    static final ArchRule NO_SERVICE_KNOWS_ANOTHER = noClasses().should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.liveline.hub..", "dev.liveline.transcript..", "dev.liveline.admin..",
                "dev.liveline.simulator..");
}
