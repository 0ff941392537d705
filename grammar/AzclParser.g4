// The statements of AZCL. The grammar is LL(1): test/Structure/ll1.test checks that the generated parser never
// looks ahead further than one token.
parser grammar AzclParser;
options { tokenVocab = AzclLexer; superClass = ParserBase; }

file: statement* EOF;

statement: NAME (ASSIGN value | label? (WHEN expression)? body)   // attribute or block
         | STRING ASSIGN value                                    // a key that is not a NAME: tags, patch
         | PARAM NAME COLON type (IN expression)? (ASSIGN value)?
         | LET NAME ASSIGN value
         | PRESET NAME COLON NAME body
         | IMPORT STRING
         | USE NAME (COMMA NAME)*;

label: NAME | STRING | IN;                                        // IN for `scale in`
type: NAME | LBRACK NAME RBRACK;
body: LBRACE statement* RBRACE;

value: object | IF expression THEN value ELSE value | expression object?;
object: LBRACE (member COMMA?)* RBRACE;
member: (NAME | STRING) ASSIGN value;

// A sequence of operands and operators. The builder applies precedence.
expression: prefix* operand (infix prefix* operand)*;
prefix: MINUS | NOT;
infix: OR | AND | EQ | NE | LT | LE | GT | GE | IN | OVER | PLUS | MINUS | STAR | SLASH | RANGE | ARROW;
operand: NAME (LPAREN (value (COMMA value?)*)? RPAREN)?
       | LBRACK (value (COMMA value?)*)? RBRACK
       | LPAREN value RPAREN
       | STRING | INT | DECIMAL | PERCENT | QUANTITY | IPV4 | IPV6 | CIDR | TIME | DATE | TRUE | FALSE;
