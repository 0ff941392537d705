// The tokens of AZCL. At build time, azcl-lexgen turns the automaton of this grammar into a table; see
// docs/rationale/lexing.md. All bytes from 0x80 on look like one symbol, so rules cannot distinguish them.
lexer grammar AzclLexer;
channels { COMMENTS }

// Keywords. test/Structure/reserved-words.test compares them with the vocabulary.
PARAM: 'param'; LET: 'let'; IMPORT: 'import'; USE: 'use'; WHEN: 'when'; OVER: 'over'; IN: 'in';
IF: 'if'; THEN: 'then'; ELSE: 'else'; AND: 'and'; OR: 'or'; NOT: 'not'; PRESET: 'preset';
TRUE: 'true' | 'yes'; FALSE: 'false' | 'no';

NAME: [A-Za-z_] W* ([-.] W+)*;

STRING: '"' (~["\\\r\n] | '\\' ~[\r\n])* '"';
CIDR: (IP4 | IP6) '/' D+;
IPV4: IP4;
IPV6: IP6;
DATE: D D D D '-' D D '-' D D ('T' D D ':' D D)?;
TIME: D D? ':' D D;
PERCENT: NUM '%';
QUANTITY: NUM [A-Za-z]+ (D+ [A-Za-z]+)*;
DECIMAL: D+ '.' D+;
INT: D+;

ARROW: '->'; RANGE: '..'; EQ: '=='; NE: '!='; LE: '<='; GE: '>='; LT: '<'; GT: '>';
ASSIGN: '='; PLUS: '+'; MINUS: '-'; STAR: '*'; SLASH: '/'; COLON: ':'; COMMA: ','; DOT: '.';
LBRACE: '{'; RBRACE: '}'; LBRACK: '['; RBRACK: ']'; LPAREN: '('; RPAREN: ')';

WS: [ \t\r\n]+ -> channel(HIDDEN);
DOC: '///' ~[\r\n]* -> channel(COMMENTS);
LINE_COMMENT: '//' ~[\r\n]* -> channel(COMMENTS);
BLOCK_COMMENT: '/*' .*? '*/' -> channel(COMMENTS);

// One token for each kind of lexical error, so that each error yields one message.
BAD_NUMBER: D W* ('.' W+)*;
BAD_STRING: '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'?;
BAD_COMMENT: '/*' (~'*' | '*'+ ~[*/])* '*'*;
BAD_CHAR: .;

fragment D: [0-9];
fragment W: [A-Za-z0-9_];
fragment NUM: D+ ('.' D+)?;
fragment IP4: D+ '.' D+ '.' D+ '.' D+;
fragment H: [0-9A-Fa-f]+;
fragment IP6: (H (':' H)*)? '::' (H (':' H)*)? | H ':' H ':' H ':' H ':' H ':' H ':' H ':' H;
