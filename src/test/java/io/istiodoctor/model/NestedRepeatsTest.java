package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestedRepeatsTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"((a{1000}){1000}){1000}; true", "(a{100}b){11}; true", "(a{100}b){10}; false",
            "(?:a{2,100}|b{3}){11,}; true", "a{1000}b{1000}; false",
            "(a{1000})(b{1000}); false", "(\\(a{1000}){2}; true", "[(a]{1000}b{2}; false", "([^])]{501}){2}; true", "(a*)*; false",
            "a{,5}b{; false", "(x(y{50}){20}){2}; true", "12{600}3{600}; false"})
    void repetitions_multiply_where_one_holds_the_other(String pattern, boolean excessive) {
        assertEquals(excessive, NestedRepeats.excessive(pattern));
    }
}
