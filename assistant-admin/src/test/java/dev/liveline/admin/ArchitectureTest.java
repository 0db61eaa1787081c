package dev.liveline.admin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What must not depend on what.
@AnalyzeClasses(packages = "dev.liveline.admin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule rulesPlansAndWiringAreFunctionsOfTheirArguments = noClasses().that()
        .resideInAnyPackage("..json..", "..schema..", "..lint..", "..preset..", "..wiring..", "..manifest..", "..plan..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "org.jboss..", "io.micrometer..", "java.time..",
                "java.util.concurrent..", "dev.liveline.edge..", "dev.liveline.events..");

    @ArchTest
    static final ArchRule onlyOnePackageSpeaksToVapi = noClasses().that()
        .resideOutsideOfPackage("..vapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs.client..", "org.eclipse.microprofile.rest..",
                "org.eclipse.microprofile.faulttolerance..");

    @ArchTest
    static final ArchRule theApiDoesNotReachAroundTheCatalogue = noClasses().that()
        .resideInAPackage("..api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..admin.vapi..", "io.quarkus.redis..");

    @ArchTest
    static final ArchRule theShellVerbNeedsOnlyTheJdk = classes().that()
        .resideInAPackage("..shell..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.liveline.admin.shell..");

    @ArchTest
    static final ArchRule thereAreNoCycles = slices().matching("dev.liveline.admin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields().should().beAnnotatedWith("jakarta.inject.Inject");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses().should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Dto).*");

    @ArchTest
    static final ArchRule servicesDoNotKnowEachOther = noClasses().should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.liveline.router..",
                "dev.liveline.transcript..", "dev.liveline.hub..", "dev.liveline.simulator..");
}
