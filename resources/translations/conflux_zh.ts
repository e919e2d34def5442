<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>  Settings</source>
        <translation>  设置</translation>
    </message>
    <message>
        <source> Shared with {others}.</source>
        <translation> 与{others}共有。</translation>
    </message>
    <message>
        <source> and {names} more</source>
        <translation> 及另外{names}个</translation>
    </message>
    <message>
        <source> closes in {left}</source>
        <translation> {left}后关闭</translation>
    </message>
    <message>
        <source> in all</source>
        <translation> （合计）</translation>
    </message>
    <message>
        <source> is closing</source>
        <translation> 即将关闭</translation>
    </message>
    <message>
        <source> made of {timeframe} ones</source>
        <translation> 由{timeframe}K线合成</translation>
    </message>
    <message>
        <source> missing</source>
        <translation> 缺失</translation>
    </message>
    <message>
        <source> of your {epsilon_limit}</source>
        <translation> （你的上限为{epsilon_limit}）</translation>
    </message>
    <message>
        <source> with noise of {least_noise:g} or more</source>
        <translation> （噪声不低于{least_noise:g}）</translation>
    </message>
    <message>
        <source> with noise of {noise_multiplier:g} or more</source>
        <translation> （噪声不低于{noise_multiplier:g}）</translation>
    </message>
    <message>
        <source> {failed} not whole: the table says why. Download goes on where it ended.</source>
        <translation> {failed}个不完整：原因见表。点“下载”可从中断处继续。</translation>
    </message>
    <message>
        <source> · closes in {left}</source>
        <translation> · {left}后关闭</translation>
    </message>
    <message>
        <source> · no model was trained on these candles</source>
        <translation> · 没有模型用这些K线训练过</translation>
    </message>
    <message>
        <source> · {left} left</source>
        <translation> · 剩余{left}</translation>
    </message>
    <message>
        <source> · {missing:,} missing in {gaps}</source>
        <translation> · {gaps}，共缺{missing:,}根</translation>
    </message>
    <message numerus="yes">
        <source> · {n} own trade(s) without a side left out</source>
        <translation>
            <numerusform> · {n}笔自己的交易缺少方向，已略去</numerusform>
        </translation>
    </message>
    <message>
        <source> · {trades} outside these candles</source>
        <translation> · {trades}在这些K线之外</translation>
    </message>
    <message>
        <source> · ε {epsilon:.2f} a window</source>
        <translation> · 每个窗口ε {epsilon:.2f}</translation>
    </message>
    <message>
        <source>(UTC)</source>
        <translation>（UTC）</translation>
    </message>
    <message>
        <source>, attempt {attempt}</source>
        <translation>，第{attempt}次尝试</translation>
    </message>
    <message>
        <source>, epsilon {epsilon}</source>
        <translation>，epsilon {epsilon}</translation>
    </message>
    <message>
        <source>, model {model}</source>
        <translation>，模型{model}</translation>
    </message>
    <message>
        <source>, no model yet</source>
        <translation>，尚无模型</translation>
    </message>
    <message>
        <source>, paused by {pause}</source>
        <translation>，因{pause}暂停</translation>
    </message>
    <message>
        <source>, up to {most_sums} times</source>
        <translation>，最多{most_sums}次</translation>
    </message>
    <message>
        <source>, window of round {round_id}</source>
        <translation>，第{round_id}轮的窗口</translation>
    </message>
    <message>
        <source>--candles needs --start.</source>
        <translation>--candles需要同时给出--start。</translation>
    </message>
    <message>
        <source>--start needs --candles.</source>
        <translation>--start需要同时给出--candles。</translation>
    </message>
    <message>
        <source>0 is &apos;always the mean&apos;; higher is better.</source>
        <translation>0表示“总取均值”；越高越好。</translation>
    </message>
    <message>
        <source>0 is &apos;tomorrow is like today&apos;; higher is better.</source>
        <translation>0表示“明天如今天”；越高越好。</translation>
    </message>
    <message>
        <source>0 is tomorrow like today</source>
        <translation>0表示明天如今天</translation>
    </message>
    <message>
        <source>0.5 is a guess; higher is better.</source>
        <translation>0.5等于瞎猜；越高越好。</translation>
    </message>
    <message>
        <source>0.500 is a guess</source>
        <translation>0.500等于瞎猜</translation>
    </message>
    <message>
        <source>0.6931 is a coin; lower is better.</source>
        <translation>0.6931等于抛硬币；越低越好。</translation>
    </message>
    <message>
        <source>0x…, an ethereum: request, or a contact&apos;s name</source>
        <translation>0x…、ethereum:请求，或联系人的名称</translation>
    </message>
    <message>
        <source>12 to 24 seed words, or a private key of 64 hexadecimal digits.</source>
        <translation>12至24个助记词，或64位十六进制数字的私钥。</translation>
    </message>
    <message>
        <source>16 bits (bfloat16)</source>
        <translation>16位（bfloat16）</translation>
    </message>
    <message>
        <source>32 bits</source>
        <translation>32位</translation>
    </message>
    <message>
        <source>64 hexadecimal digits. Your seed words do not cover it: keep the key, or a back-up file.</source>
        <translation>64位十六进制数字。助记词不包含它：请保管好密钥或备份文件。</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95%区间</translation>
    </message>
    <message>
        <source>95 % interval {} to {}.</source>
        <translation>95%区间{}至{}。</translation>
    </message>
    <message>
        <source>; they also chose the epoch</source>
        <translation>；训练遍数也由它们选定</translation>
    </message>
    <message>
        <source>A CID looks like bafkrei... or Qm...</source>
        <translation>CID形如bafkrei...或Qm...</translation>
    </message>
    <message>
        <source>A CID of version 0 is written without a letter for its base.</source>
        <translation>版本0的CID不写进制前缀字母。</translation>
    </message>
    <message>
        <source>A CSV of your own fills; it stays here</source>
        <translation>你自己的成交记录CSV；只留在本机</translation>
    </message>
    <message>
        <source>A beacon is the 32 bytes of a block&apos;s hash, after joins, commitments and scores.</source>
        <translation>信标是在加入、承诺和评分之后某个区块哈希的32个字节。</translation>
    </message>
    <message>
        <source>A blob that is larger is refused.</source>
        <translation>超过此大小的数据块会被拒绝。</translation>
    </message>
    <message>
        <source>A block is cut short or is no message of fields.</source>
        <translation>某个块不完整，或不是由字段组成的消息。</translation>
    </message>
    <message>
        <source>A candle of less than a minute cannot be shown.</source>
        <translation>不足一分钟的K线无法显示。</translation>
    </message>
    <message>
        <source>A change counts after the next start.</source>
        <translation>更改在下次启动后生效。</translation>
    </message>
    <message>
        <source>A check of the transcript failed, so that nothing follows from its scores.</source>
        <translation>协议记录的一项检查未通过，因此无法由其评分得出任何结论。</translation>
    </message>
    <message>
        <source>A commitment; it says nothing of the seed.</source>
        <translation>一个承诺；不透露种子的任何信息。</translation>
    </message>
    <message>
        <source>A digest has 64 hexadecimal digits.</source>
        <translation>摘要为64位十六进制数字。</translation>
    </message>
    <message>
        <source>A download goes on; the status bar shows it</source>
        <translation>下载会继续；状态栏显示进度</translation>
    </message>
    <message>
        <source>A feature stands twice in the specification.</source>
        <translation>规格中有一个特征重复出现。</translation>
    </message>
    <message>
        <source>A file that the operator of a network gave you</source>
        <translation>网络运营方给你的文件</translation>
    </message>
    <message>
        <source>A key for key agreement is of small order.</source>
        <translation>密钥协商所用的密钥阶数过小。</translation>
    </message>
    <message>
        <source>A keystore file of version 3, as geth and other wallets write.</source>
        <translation>版本3的密钥库文件，由geth及其他钱包生成。</translation>
    </message>
    <message>
        <source>A label must look at least one candle ahead.</source>
        <translation>标签必须至少向前看一根K线。</translation>
    </message>
    <message>
        <source>A late client sits out until the next attempt.</source>
        <translation>迟到的客户端须等到下一次尝试。</translation>
    </message>
    <message>
        <source>A limit held the agent back on {pair}: {limit}.</source>
        <translation>{pair}：代理受到限额{limit}的约束。</translation>
    </message>
    <message>
        <source>A link among the blocks leads nowhere.</source>
        <translation>块之间有一个链接没有指向。</translation>
    </message>
    <message>
        <source>A link was opened</source>
        <translation>打开了一个链接</translation>
    </message>
    <message>
        <source>A masked answer of the record is missing or has another length.</source>
        <translation>记录中有一个掩码回答缺失或长度不符。</translation>
    </message>
    <message>
        <source>A masked update comes with too much beside it.</source>
        <translation>掩码更新附带了过多其他内容。</translation>
    </message>
    <message>
        <source>A message does not name its version and kind.</source>
        <translation>消息没有写明版本和类型。</translation>
    </message>
    <message>
        <source>A message has no fields.</source>
        <translation>消息没有字段。</translation>
    </message>
    <message>
        <source>A message holds a CBOR tag; none is allowed.</source>
        <translation>消息含有CBOR标签；不允许任何标签。</translation>
    </message>
    <message>
        <source>A message is not well-formed CBOR.</source>
        <translation>消息不是格式正确的CBOR。</translation>
    </message>
    <message>
        <source>A message that came too late is left out.</source>
        <translation>来得太晚的消息会被忽略。</translation>
    </message>
    <message>
        <source>A name that looks like an address misleads.</source>
        <translation>看起来像地址的名称会误导人。</translation>
    </message>
    <message>
        <source>A new version</source>
        <translation>有新版本</translation>
    </message>
    <message>
        <source>A notice has a serial number above 0 and says something for up to 180 days.</source>
        <translation>通知的序号大于0，且有效期最多180天。</translation>
    </message>
    <message>
        <source>A number among the bytes is cut short or not in its shortest form.</source>
        <translation>字节中有一个数不完整，或不是最短形式。</translation>
    </message>
    <message>
        <source>A part of the windows is a share between 0 and 1.</source>
        <translation>窗口的一部分须为0到1之间的比例。</translation>
    </message>
    <message>
        <source>A password stands after the question mark of the database&apos;s URL.</source>
        <translation>数据库URL的问号之后写有密码。</translation>
    </message>
    <message>
        <source>A payment of more coins of one kind than this is signed only after its amount, or the word send, was typed; 0 asks for every payment.</source>
        <translation>同一种币的付款超过此数额时，须先输入其数额或单词send才会签名；0表示每笔付款都要求输入。</translation>
    </message>
    <message>
        <source>A payout table is malformed.</source>
        <translation>支付表格式有误。</translation>
    </message>
    <message>
        <source>A payout table is not in its canonical form.</source>
        <translation>支付表不是规范形式。</translation>
    </message>
    <message>
        <source>A personal model grows from a network&apos;s model.</source>
        <translation>个人模型由网络的模型发展而来。</translation>
    </message>
    <message>
        <source>A private key has 64 hexadecimal digits.</source>
        <translation>私钥为64位十六进制数字。</translation>
    </message>
    <message>
        <source>A quantile is searched for in several sums.</source>
        <translation>分位数需经多次求和查找。</translation>
    </message>
    <message>
        <source>A recipient&apos;s public key has 64 hexadecimal digits.</source>
        <translation>接收方的公钥为64位十六进制数字。</translation>
    </message>
    <message>
        <source>A reward can be claimed.</source>
        <translation>有奖励可以领取。</translation>
    </message>
    <message>
        <source>A sealed box was altered or is for somebody else.</source>
        <translation>密封盒被改动过，或不是给这个接收方的。</translation>
    </message>
    <message>
        <source>A session of another kind was kept for this training round.</source>
        <translation>为这个训练轮次保存的是另一种会话。</translation>
    </message>
    <message>
        <source>A signature fits no key.</source>
        <translation>签名与任何密钥都不符。</translation>
    </message>
    <message>
        <source>A signature is malformed.</source>
        <translation>签名格式有误。</translation>
    </message>
    <message>
        <source>A signature is not in its canonical form.</source>
        <translation>签名不是规范形式。</translation>
    </message>
    <message>
        <source>A store has no time or no room.</source>
        <translation>存储没有设定时间或空间。</translation>
    </message>
    <message>
        <source>A sum of the query has another length than its vectors.</source>
        <translation>查询的一个总和与其向量长度不同。</translation>
    </message>
    <message>
        <source>A trade costs a fee: the agent makes one only when it expects more than that.</source>
        <translation>交易要付手续费：代理只在预期收益高于费用时才交易。</translation>
    </message>
    <message>
        <source>A training round has a reference direction, and no other.</source>
        <translation>训练轮次有参考方向，其他轮次没有。</translation>
    </message>
    <message>
        <source>A vector of the score request has another length than the model.</source>
        <translation>评分请求中有一个向量与模型长度不同。</translation>
    </message>
    <message>
        <source>A vector of the score request is longer than the protocol&apos;s directions are.</source>
        <translation>评分请求中有一个向量比协议规定的方向更长。</translation>
    </message>
    <message>
        <source>A walk forward needs folds, and no negative embargo.</source>
        <translation>前向滚动需要折数，且隔离期不能为负。</translation>
    </message>
    <message>
        <source>API of Auto Drive.</source>
        <translation>Auto Drive的API。</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Accounts of this wallet</source>
        <translation>此钱包的账户</translation>
    </message>
    <message>
        <source>Accounts…</source>
        <translation>账户…</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Add a contact</source>
        <translation>添加联系人</translation>
    </message>
    <message>
        <source>Add account</source>
        <translation>添加账户</translation>
    </message>
    <message>
        <source>Add candle files, move --start, or lower --traders.</source>
        <translation>添加K线文件、移动--start，或减小--traders。</translation>
    </message>
    <message>
        <source>Add one of your own.</source>
        <translation>添加一个你自己的。</translation>
    </message>
    <message>
        <source>Added {candles} to {names}.{notes}</source>
        <translation>已将{candles}添加到{names}。{notes}</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Address book</source>
        <translation>通讯录</translation>
    </message>
    <message>
        <source>Address book…</source>
        <translation>通讯录…</translation>
    </message>
    <message>
        <source>Address of its account</source>
        <translation>其账户的地址</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>After limits</source>
        <translation>风控限制后</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>Against the baseline</source>
        <translation>与基准相比</translation>
    </message>
    <message>
        <source>Against the standards</source>
        <translation>与标准相比</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Agent&apos;s equity</source>
        <translation>代理权益</translation>
    </message>
    <message>
        <source>Agree and answer</source>
        <translation>同意并回答</translation>
    </message>
    <message>
        <source>Agree to every question about {name}{noise}</source>
        <translation>同意有关{name}的所有问题{noise}</translation>
    </message>
    <message>
        <source>Agreeing to {column}</source>
        <translation>正在同意{column}</translation>
    </message>
    <message>
        <source>Agree…</source>
        <translation>同意…</translation>
    </message>
    <message>
        <source>All accounts in one file, sealed with this password. Keep it on another machine. Nobody can bring a lost password back.</source>
        <translation>所有账户存入一个文件，用此密码密封。请保存在另一台机器上。密码丢失后无人能找回。</translation>
    </message>
    <message>
        <source>All accounts, imported keys and names, sealed with a password of its own (Argon2id, AES-256).</source>
        <translation>所有账户、导入的密钥和名称，用单独的密码密封（Argon2id、AES-256）。</translation>
    </message>
    <message>
        <source>All bytes sent; Rounds lists them by purpose. No message has a place for a candle.</source>
        <translation>发送的全部字节；“轮次”中按用途列出。任何消息都没有放K线的位置。</translation>
    </message>
    <message>
        <source>All candles (CSV)…</source>
        <translation>全部K线（CSV）…</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>所有任务</translation>
    </message>
    <message>
        <source>All lines that are listed</source>
        <translation>列出的所有行</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>全部数额</translation>
    </message>
    <message>
        <source>All of the agent&apos;s capital is in coins of the pool.</source>
        <translation>代理的全部资金都是资金池的币。</translation>
    </message>
    <message>
        <source>All parts</source>
        <translation>全部模块</translation>
    </message>
    <message>
        <source>All settings, one by one (F1)</source>
        <translation>所有设置，逐项说明（F1）</translation>
    </message>
    <message>
        <source>All that left this machine</source>
        <translation>所有离开本机的内容</translation>
    </message>
    <message>
        <source>All there is</source>
        <translation>全部可用数额</translation>
    </message>
    <message>
        <source>All {pairs} pairs</source>
        <translation>全部{pairs}个交易对</translation>
    </message>
    <message>
        <source>Allow a greater epsilon, or train for fewer epochs.</source>
        <translation>允许更大的epsilon，或减少训练遍数。</translation>
    </message>
    <message>
        <source>Always agree</source>
        <translation>始终同意</translation>
    </message>
    <message>
        <source>Always agree…</source>
        <translation>始终同意…</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>An action, screen, setting, help page or pair</source>
        <translation>操作、界面、设置、帮助页或交易对</translation>
    </message>
    <message>
        <source>An address in mixed case must carry its right checksum.</source>
        <translation>大小写混合的地址必须带有正确的校验和。</translation>
    </message>
    <message>
        <source>An attempt needs a fresh secret of 32 bytes.</source>
        <translation>每次尝试都需要一个全新的32字节秘密。</translation>
    </message>
    <message>
        <source>An earlier version trained this model</source>
        <translation>此模型由更早的版本训练</translation>
    </message>
    <message>
        <source>An edge is unresolved; only the total with {others} is known, and none is paid.</source>
        <translation>有一条边未解决；只知道与{others}的合计，且都不支付报酬。</translation>
    </message>
    <message>
        <source>An embargo cannot be negative.</source>
        <translation>隔离期不能为负。</translation>
    </message>
    <message>
        <source>An invitation to another network</source>
        <translation>加入另一个网络的邀请</translation>
    </message>
    <message>
        <source>Another account came into use meanwhile.</source>
        <translation>其间改用了另一个账户。</translation>
    </message>
    <message>
        <source>Another set of clients may have been unmasked before in this round: sums over several sets can be combined to show single updates.</source>
        <translation>本轮中可能已对另一组客户端去除过掩码：把几组的总和结合起来，就可能看出单个更新。</translation>
    </message>
    <message>
        <source>Answer the next one.</source>
        <translation>回答下一个问题。</translation>
    </message>
    <message>
        <source>Answer the open questions that have my word</source>
        <translation>回答我已同意的待答问题</translation>
    </message>
    <message>
        <source>Answer this question?</source>
        <translation>回答这个问题吗？</translation>
    </message>
    <message>
        <source>Answer what I agreed to</source>
        <translation>回答已同意的问题</translation>
    </message>
    <message>
        <source>Answering question {number}</source>
        <translation>正在回答问题{number}</translation>
    </message>
    <message>
        <source>Answering questions</source>
        <translation>正在回答问题</translation>
    </message>
    <message>
        <source>Anybody can write such a link: a web page, a mail, a message. It cannot prove where it comes from, and it has done nothing yet.</source>
        <translation>任何人都能写出这样的链接：网页、邮件、消息都可以。它无法证明自己来自何处，目前也还没有做任何事。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Ask again in a minute.</source>
        <translation>一分钟后再问。</translation>
    </message>
    <message>
        <source>Ask again in a moment, or ask the one that leads.</source>
        <translation>稍后再问，或询问当前主导的那一个。</translation>
    </message>
    <message>
        <source>Ask again later.</source>
        <translation>稍后再问。</translation>
    </message>
    <message>
        <source>Ask again when more traders take part.</source>
        <translation>等更多交易者参与后再问。</translation>
    </message>
    <message>
        <source>Ask another gateway.</source>
        <translation>换一个网关。</translation>
    </message>
    <message>
        <source>Ask another store.</source>
        <translation>换一个存储。</translation>
    </message>
    <message>
        <source>Ask for another key.</source>
        <translation>索要另一个密钥。</translation>
    </message>
    <message>
        <source>Ask for them again.</source>
        <translation>再次索取。</translation>
    </message>
    <message>
        <source>Ask more traders.</source>
        <translation>询问更多交易者。</translation>
    </message>
    <message>
        <source>Ask the exchange, over the network, which pairs it lists</source>
        <translation>通过网络向交易所查询其列出的交易对</translation>
    </message>
    <message>
        <source>Ask the operator for a new network file.</source>
        <translation>向运营方索要新的网络文件。</translation>
    </message>
    <message>
        <source>Ask the operator for a new one.</source>
        <translation>向运营方索要新的。</translation>
    </message>
    <message>
        <source>Ask the operator for a signed network file.</source>
        <translation>向运营方索要已签名的网络文件。</translation>
    </message>
    <message>
        <source>Ask the operator for another node of this network.</source>
        <translation>向运营方索要此网络的另一个节点。</translation>
    </message>
    <message>
        <source>Ask the operator to give the new network a name of its own.</source>
        <translation>请运营方为新网络另取一个名称。</translation>
    </message>
    <message>
        <source>Ask the payee for another one.</source>
        <translation>向收款方另要一个。</translation>
    </message>
    <message>
        <source>Ask the release server once after each start whether a later version is there. It learns this machine&apos;s address and that Conflux runs here, nothing else. Nothing is ever installed.</source>
        <translation>每次启动后，向发布服务器询问一次是否有更新的版本。它会得知本机的地址以及本机运行Conflux，此外一无所知。绝不会安装任何东西。</translation>
    </message>
    <message>
        <source>Ask the site for a new one.</source>
        <translation>向网站索要新的。</translation>
    </message>
    <message>
        <source>Ask the site for a request on this chain.</source>
        <translation>向网站索要针对此链的请求。</translation>
    </message>
    <message>
        <source>Ask to deposit {amount} in the agent&apos;s vault. It is filled at the price of the next closed epoch.</source>
        <translation>申请向代理的金库存入{amount}。按下一个结束的结算期的价格成交。</translation>
    </message>
    <message>
        <source>Ask to sell {amount} of the agent&apos;s vault. It is paid at the price of the next closed epoch.</source>
        <translation>申请从代理的金库卖出{amount}。按下一个结束的结算期的价格支付。</translation>
    </message>
    <message>
        <source>Asked and signed by the network&apos;s operator, {operator}.</source>
        <translation>由网络运营方{operator}提出并签名。</translation>
    </message>
    <message>
        <source>Asking for the fees…</source>
        <translation>正在查询手续费…</translation>
    </message>
    <message>
        <source>Asking {name} for its pairs</source>
        <translation>正在向{name}查询交易对</translation>
    </message>
    <message>
        <source>Asking {name}…</source>
        <translation>正在查询{name}…</translation>
    </message>
    <message>
        <source>At most, gwei</source>
        <translation>上限，gwei</translation>
    </message>
    <message>
        <source>Auto Drive</source>
        <translation>Auto Drive</translation>
    </message>
    <message>
        <source>Auto Drive downloads</source>
        <translation>Auto Drive下载</translation>
    </message>
    <message>
        <source>Auto Drive opened an upload without a number.</source>
        <translation>Auto Drive开启了一个没有编号的上传。</translation>
    </message>
    <message>
        <source>Auto Drive takes blobs only with an API key.</source>
        <translation>Auto Drive只在有API密钥时接收数据块。</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>均价</translation>
    </message>
    <message>
        <source>BTC</source>
        <translation>BTC</translation>
    </message>
    <message>
        <source>BTC/USDT, ETH/USDT</source>
        <translation>BTC/USDT, ETH/USDT</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the page before</source>
        <translation>返回上一页</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Back up the key.</source>
        <translation>请备份密钥。</translation>
    </message>
    <message>
        <source>Back up to</source>
        <translation>备份到</translation>
    </message>
    <message>
        <source>Back up to a file</source>
        <translation>备份到文件</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>备份…</translation>
    </message>
    <message>
        <source>Backed up</source>
        <translation>已备份</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基准</translation>
    </message>
    <message>
        <source>Be asked each time about the chosen column</source>
        <translation>对所选列每次都询问我</translation>
    </message>
    <message>
        <source>Before every contribution this lists each field that leaves.</source>
        <translation>每次贡献之前，这里列出将离开本机的每个字段。</translation>
    </message>
    <message>
        <source>Before your first contribution</source>
        <translation>首次贡献之前</translation>
    </message>
    <message>
        <source>Begin it again; what is kept of it is used</source>
        <translation>重新开始；已保留的部分会继续使用</translation>
    </message>
    <message>
        <source>Better or worse only where the whole interval of the gain is; one in twenty misses by chance.</source>
        <translation>只有增益的整个区间都在一侧时才算更好或更差；二十次中有一次会碰巧误判。</translation>
    </message>
    <message>
        <source>Biggest fall</source>
        <translation>最大回落</translation>
    </message>
    <message>
        <source>Blocks until a payment is sure</source>
        <translation>付款最终确认所需区块数</translation>
    </message>
    <message>
        <source>Blue up, orange down</source>
        <translation>蓝涨橙跌</translation>
    </message>
    <message>
        <source>Bollinger</source>
        <translation>Bollinger</translation>
    </message>
    <message>
        <source>Bollinger bands 20, 2</source>
        <translation>Bollinger带 20, 2</translation>
    </message>
    <message>
        <source>Bond</source>
        <translation>保证金</translation>
    </message>
    <message>
        <source>Boosted trees, a study&apos;s yardstick, need scikit-learn.</source>
        <translation>提升树（研究用的对照）需要scikit-learn。</translation>
    </message>
    <message>
        <source>Both risks must be accepted first.</source>
        <translation>必须先接受这两项风险。</translation>
    </message>
    <message>
        <source>Both stay on this machine. You can also do it later, on Wallet and on Market.</source>
        <translation>两者都只留在本机。也可以稍后在“钱包”和“行情”中进行。</translation>
    </message>
    <message>
        <source>Bought and held</source>
        <translation>买入并持有</translation>
    </message>
    <message>
        <source>Bring it back with AgentVault.giveBack.</source>
        <translation>用AgentVault.giveBack把它还回去。</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Buy &amp; hold</source>
        <translation>买入持有</translation>
    </message>
    <message>
        <source>Buy upload credit on its website.</source>
        <translation>在其网站上购买上传额度。</translation>
    </message>
    <message>
        <source>By destination</source>
        <translation>按目的地</translation>
    </message>
    <message>
        <source>By pair</source>
        <translation>按交易对</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>CHF</source>
        <translation>CHF</translation>
    </message>
    <message>
        <source>CNY</source>
        <translation>CNY</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU线程</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>校准误差</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel requests</source>
        <translation>撤销申请</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>取消正在运行的任务</translation>
    </message>
    <message>
        <source>Cancel {job}</source>
        <translation>取消：{job}</translation>
    </message>
    <message>
        <source>Cancelled; nothing was kept.</source>
        <translation>已取消；未保留任何内容。</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>取消…</translation>
    </message>
    <message>
        <source>Candle chart</source>
        <translation>K线图</translation>
    </message>
    <message>
        <source>Candles</source>
        <translation>K线</translation>
    </message>
    <message>
        <source>Candles (*.parquet *.feather *.csv *.txt *.tsv *.json *.gz *.zip);;All files (*)</source>
        <translation>K线 (*.parquet *.feather *.csv *.txt *.tsv *.json *.gz *.zip);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Candles and model stay on this machine.</source>
        <translation>K线和模型都留在本机。</translation>
    </message>
    <message>
        <source>Candles are kept per network; connect to one first.</source>
        <translation>K线按网络分别保存；请先连接一个网络。</translation>
    </message>
    <message>
        <source>Candles in view (CSV)…</source>
        <translation>当前可见的K线（CSV）…</translation>
    </message>
    <message>
        <source>Candles of</source>
        <translation>K线所属</translation>
    </message>
    <message>
        <source>Candles of several timeframes do not go into one dataset.</source>
        <translation>不同周期的K线不能合为一个数据集。</translation>
    </message>
    <message>
        <source>Candles to personalise on</source>
        <translation>用于个性化的K线</translation>
    </message>
    <message>
        <source>Candles to train on</source>
        <translation>用于训练的K线</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>链</translation>
    </message>
    <message>
        <source>Chain intact</source>
        <translation>链完整</translation>
    </message>
    <message>
        <source>Chain intact: {count}</source>
        <translation>链完整：{count}</translation>
    </message>
    <message>
        <source>Chain {chain_id}</source>
        <translation>链{chain_id}</translation>
    </message>
    <message>
        <source>Chain: {number}</source>
        <translation>链：{number}</translation>
    </message>
    <message>
        <source>Chance that a rising window gets a higher probability than a falling one.</source>
        <translation>上涨窗口获得的概率高于下跌窗口的机会。</translation>
    </message>
    <message>
        <source>Chance that a rising window gets a higher probability than a falling one; 0.5 is a guess.</source>
        <translation>上涨窗口获得的概率高于下跌窗口的机会；0.5等于瞎猜。</translation>
    </message>
    <message>
        <source>Change or remove it first.</source>
        <translation>请先更改或移除它。</translation>
    </message>
    <message>
        <source>Change the contact</source>
        <translation>更改联系人</translation>
    </message>
    <message>
        <source>Change the network</source>
        <translation>更换网络</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Check</source>
        <comment>of a round</comment>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Check its address in the settings.</source>
        <translation>在设置中检查其地址。</translation>
    </message>
    <message>
        <source>Check of the log</source>
        <translation>日志检查</translation>
    </message>
    <message>
        <source>Check symbol and timeframe.</source>
        <translation>检查交易对和周期。</translation>
    </message>
    <message>
        <source>Check that candles and models are those of the round.</source>
        <translation>检查K线和模型是否属于该轮次。</translation>
    </message>
    <message>
        <source>Check that it runs and that this machine is online.</source>
        <translation>检查它是否在运行，以及本机是否联网。</translation>
    </message>
    <message>
        <source>Check that it runs.</source>
        <translation>检查它是否在运行。</translation>
    </message>
    <message>
        <source>Check that no entry was changed or removed</source>
        <translation>检查是否有记录被更改或删除</translation>
    </message>
    <message>
        <source>Check the address, or ask the operator for a new network file.</source>
        <translation>检查地址，或向运营方索要新的网络文件。</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>检查地址。</translation>
    </message>
    <message>
        <source>Check the clock of this machine; else look at the project&apos;s own page.</source>
        <translation>检查本机的时钟；若时钟无误，请查看项目自己的网页。</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>检查磁盘。</translation>
    </message>
    <message>
        <source>Check the file.</source>
        <translation>检查文件。</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions.</source>
        <translation>检查文件夹的权限。</translation>
    </message>
    <message>
        <source>Check the folder.</source>
        <translation>检查文件夹。</translation>
    </message>
    <message>
        <source>Check the newest settled round again, by yourself</source>
        <translation>自行重新检查最近结算的轮次</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>检查路径。</translation>
    </message>
    <message>
        <source>Check the round&apos;s terms.</source>
        <translation>检查轮次的条款。</translation>
    </message>
    <message>
        <source>Check the spelling and the order of the 12 to 24 words.</source>
        <translation>检查12至24个词的拼写和顺序。</translation>
    </message>
    <message>
        <source>Check the spelling, as BTC/USDT.</source>
        <translation>检查拼写，如BTC/USDT。</translation>
    </message>
    <message>
        <source>Check the time zone of the file, and that its times are those at which candles open.</source>
        <translation>检查文件的时区，以及其中的时间是否为K线的开盘时间。</translation>
    </message>
    <message>
        <source>Check this machine&apos;s clock.</source>
        <translation>检查本机的时钟。</translation>
    </message>
    <message>
        <source>Check updates.url.</source>
        <translation>检查updates.url。</translation>
    </message>
    <message>
        <source>Checking quality</source>
        <translation>正在检查质量</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>检查中…</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Checks of a round</source>
        <translation>轮次的检查</translation>
    </message>
    <message>
        <source>Choose --since and --until inside the data.</source>
        <translation>在数据范围内选择--since和--until。</translation>
    </message>
    <message>
        <source>Choose a folder that exists.</source>
        <translation>选择一个存在的文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to, with free space.</source>
        <translation>选择一个你可写入且有空闲空间的文件夹。</translation>
    </message>
    <message>
        <source>Choose a keystore file of version 3, as UTC--2026-01-31T….</source>
        <translation>选择版本3的密钥库文件，如UTC--2026-01-31T…。</translation>
    </message>
    <message>
        <source>Choose a later --since, or get a longer history with `conflux data download`.</source>
        <translation>选择更晚的--since，或用`conflux data download`获取更长的历史。</translation>
    </message>
    <message>
        <source>Choose a line to read all of it.</source>
        <translation>选择一行以阅读全文。</translation>
    </message>
    <message>
        <source>Choose a longer history.</source>
        <translation>选择更长的历史。</translation>
    </message>
    <message>
        <source>Choose a lower one.</source>
        <translation>选择更低的手续费。</translation>
    </message>
    <message>
        <source>Choose a market</source>
        <translation>选择市场</translation>
    </message>
    <message>
        <source>Choose a multiple.</source>
        <translation>选择一个倍数。</translation>
    </message>
    <message>
        <source>Choose a node of this network&apos;s chain that you trust, or ask the operator.</source>
        <translation>选择本网络所在链上你信任的节点，或询问运营方。</translation>
    </message>
    <message>
        <source>Choose a node that you trust, or ask the operator.</source>
        <translation>选择你信任的节点，或询问运营方。</translation>
    </message>
    <message>
        <source>Choose a number of traders in that range.</source>
        <translation>选择该范围内的交易者数量。</translation>
    </message>
    <message>
        <source>Choose a password.</source>
        <translation>选择一个密码。</translation>
    </message>
    <message>
        <source>Choose a past question to see its figures.</source>
        <translation>选择一个以往的问题来查看其数值。</translation>
    </message>
    <message>
        <source>Choose a slower fee, or get coins.</source>
        <translation>选择更慢的手续费档位，或补充币。</translation>
    </message>
    <message>
        <source>Choose a zone of the list, as Europe/Berlin.</source>
        <translation>从列表中选择一个时区，如Europe/Berlin。</translation>
    </message>
    <message>
        <source>Choose an amount above zero.</source>
        <translation>选择大于零的数量。</translation>
    </message>
    <message>
        <source>Choose an amount of CFX under Wallet, Bond.</source>
        <translation>在“钱包”的“保证金”中选择CFX数量。</translation>
    </message>
    <message>
        <source>Choose another coin or amount.</source>
        <translation>选择另一种币或另一个数额。</translation>
    </message>
    <message>
        <source>Choose another data folder for a second one.</source>
        <translation>为第二个选择另一个数据文件夹。</translation>
    </message>
    <message>
        <source>Choose another data folder.</source>
        <translation>选择另一个数据文件夹。</translation>
    </message>
    <message>
        <source>Choose another file or folder.</source>
        <translation>选择另一个文件或文件夹。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>选择另一个文件。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Choose another level or part, or other words.</source>
        <translation>选择其他级别或模块，或换用其他词。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>选择另一个名称。</translation>
    </message>
    <message>
        <source>Choose another name: back-ups are never overwritten.</source>
        <translation>选择另一个名称：备份绝不会被覆盖。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>另选一个。</translation>
    </message>
    <message>
        <source>Choose another port.</source>
        <translation>选择另一个端口。</translation>
    </message>
    <message>
        <source>Choose another recipient.</source>
        <translation>选择另一个接收方。</translation>
    </message>
    <message>
        <source>Choose another time.</source>
        <translation>选择另一个时间。</translation>
    </message>
    <message>
        <source>Choose folder, ipfs or autodrive.</source>
        <translation>选择folder、ipfs或autodrive。</translation>
    </message>
    <message>
        <source>Choose horizons of 1 or more.</source>
        <translation>选择1或更大的预测步长。</translation>
    </message>
    <message>
        <source>Choose one of its accounts.</source>
        <translation>选择它的一个账户。</translation>
    </message>
    <message>
        <source>Choose one of the list, as kraken.</source>
        <translation>从列表中选择一个，如kraken。</translation>
    </message>
    <message>
        <source>Choose one to read all of it, and to answer or refuse it.</source>
        <translation>选择一个来阅读全文，并回答或拒绝。</translation>
    </message>
    <message>
        <source>Choose symbols of one timeframe.</source>
        <translation>选择周期相同的交易对。</translation>
    </message>
    <message>
        <source>Choose that account there.</source>
        <translation>请在那里选择该账户。</translation>
    </message>
    <message>
        <source>Choose the chart&apos;s indicators</source>
        <translation>选择图表的指标</translation>
    </message>
    <message>
        <source>Choose the spot candles of that pair.</source>
        <translation>选择该交易对的现货K线。</translation>
    </message>
    <message>
        <source>Choose those to see their quality.</source>
        <translation>选择它们来查看质量。</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>领取</translation>
    </message>
    <message>
        <source>Claim </source>
        <translation>领取 </translation>
    </message>
    <message>
        <source>Claim later.</source>
        <translation>稍后再领取。</translation>
    </message>
    <message>
        <source>Claim {owed}</source>
        <translation>领取{owed}</translation>
    </message>
    <message>
        <source>Claimable</source>
        <translation>可领取</translation>
    </message>
    <message>
        <source>Claimed</source>
        <translation>已领取</translation>
    </message>
    <message>
        <source>Claimed (UTC)</source>
        <translation>领取时间（UTC）</translation>
    </message>
    <message>
        <source>Claiming…</source>
        <translation>正在领取…</translation>
    </message>
    <message>
        <source>Class balance counts all training labels, which no noise hides.</source>
        <translation>类别平衡会统计所有训练标签，而它们没有噪声掩盖。</translation>
    </message>
    <message>
        <source>Clean candles over time, in percent</source>
        <translation>干净K线随时间的比例（百分比）</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Clear ended</source>
        <translation>清除已结束的</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Clients of the round</source>
        <translation>本轮的客户端</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>price</comment>
        <translation>收盘价</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Close and open Conflux to use it.</source>
        <translation>关闭并重新打开Conflux后生效。</translation>
    </message>
    <message>
        <source>Close other programs to free memory, then try again.</source>
        <translation>关闭其他程序以释放内存，然后重试。</translation>
    </message>
    <message>
        <source>Close other windows of Conflux, then try again.</source>
        <translation>关闭Conflux的其他窗口，然后重试。</translation>
    </message>
    <message>
        <source>Close the help</source>
        <translation>关闭帮助</translation>
    </message>
    <message>
        <source>Close the other program, or choose another port with --port.</source>
        <translation>关闭那个程序，或用--port选择另一个端口。</translation>
    </message>
    <message>
        <source>Closed (UTC)</source>
        <translation>结束时间（UTC）</translation>
    </message>
    <message>
        <source>Closed epochs</source>
        <translation>已结束的结算期</translation>
    </message>
    <message>
        <source>Closes</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>Coarser candles whose features it reads too</source>
        <translation>同时读取其特征的更长周期K线</translation>
    </message>
    <message>
        <source>Coin</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Coins</source>
        <translation>币</translation>
    </message>
    <message>
        <source>Coins sent on the wrong chain may be lost: ask the payee.</source>
        <translation>发到错误的链上的币可能丢失：请询问收款方。</translation>
    </message>
    <message>
        <source>Colours of rises and falls. Blue and orange are told apart by everybody; signs and triangles say the same either way.</source>
        <translation>涨跌的颜色。蓝色和橙色人人都能分辨；正负号和三角形也表示同样的意思。</translation>
    </message>
    <message>
        <source>Colours of the window. As the system: follows the desktop, also when it changes at night.</source>
        <translation>窗口的颜色。“跟随系统”与桌面一致，夜间变化时也是如此。</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Compare this fingerprint with the one that the operator told you by another way than the file. Whoever has this key decides whom your updates and coins go to.</source>
        <translation>把此指纹与运营方通过文件以外的途径告诉你的指纹对照。谁持有这个密钥，谁就决定你的更新和币交给谁。</translation>
    </message>
    <message>
        <source>Comparing clocks</source>
        <translation>正在比对时钟</translation>
    </message>
    <message>
        <source>Computed again on this machine. The exact figure lies between low and high: as to rounding surely, as to noise with 95 %.</source>
        <translation>已在本机重新计算。精确值在低值与高值之间：就舍入而言是确定的，就噪声而言有95%的把握。</translation>
    </message>
    <message>
        <source>Conflux help</source>
        <translation>Conflux帮助</translation>
    </message>
    <message>
        <source>Conflux made a mistake: {name}: {error}</source>
        <translation>Conflux出错了：{name}：{error}</translation>
    </message>
    <message>
        <source>Conflux {version}</source>
        <translation>Conflux {version}</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connect an external signer</source>
        <translation>连接外部签名器</translation>
    </message>
    <message>
        <source>Connect signer…</source>
        <translation>连接签名器…</translation>
    </message>
    <message>
        <source>Connect to {name}</source>
        <translation>连接到{name}</translation>
    </message>
    <message>
        <source>Connected again.</source>
        <translation>已重新连接。</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>连接中…</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Contribute</source>
        <translation>贡献</translation>
    </message>
    <message>
        <source>Contribute to the next one.</source>
        <translation>在下一轮贡献。</translation>
    </message>
    <message>
        <source>Contribute to the next round.</source>
        <translation>在下一轮贡献。</translation>
    </message>
    <message>
        <source>Contribute what was trained for the round.</source>
        <translation>贡献为本轮训练的内容。</translation>
    </message>
    <message>
        <source>Contribution score</source>
        <translation>贡献评分</translation>
    </message>
    <message>
        <source>Convicted</source>
        <translation>判定违规</translation>
    </message>
    <message>
        <source>Convicted by the record: {shortened}. Its bond is at stake.</source>
        <translation>经记录判定违规：{shortened}。其保证金面临罚没。</translation>
    </message>
    <message>
        <source>Coordinator: {url}</source>
        <translation>协调器：{url}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>复制全部</translation>
    </message>
    <message>
        <source>Copy chosen</source>
        <translation>复制所选</translation>
    </message>
    <message>
        <source>Copy head</source>
        <translation>复制链头</translation>
    </message>
    <message>
        <source>Copy it again, whole.</source>
        <translation>重新完整复制。</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>重新复制。</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy the address again from where it came from.</source>
        <translation>从来源处重新复制地址。</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>复制请求</translation>
    </message>
    <message>
        <source>Copy the text again, whole.</source>
        <translation>重新完整复制文本。</translation>
    </message>
    <message>
        <source>Correct or remove that candle.</source>
        <translation>修正或删除那根K线。</translation>
    </message>
    <message>
        <source>Correct or remove that line.</source>
        <translation>修正或删除那一行。</translation>
    </message>
    <message>
        <source>Correct that fill.</source>
        <translation>修正那笔成交。</translation>
    </message>
    <message>
        <source>Correct the configuration.</source>
        <translation>修正配置。</translation>
    </message>
    <message>
        <source>Correct the query.</source>
        <translation>修正查询。</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Count the published sum alone, not my score and opened products</source>
        <translation>只计公开的总和，不计我的评分和已打开的乘积</translation>
    </message>
    <message>
        <source>Counts for pay</source>
        <translation>计入报酬</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Crash report</source>
        <translation>崩溃报告</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Create a wallet</source>
        <translation>创建钱包</translation>
    </message>
    <message>
        <source>Create an account and write its words down.</source>
        <translation>创建账户并写下它的助记词。</translation>
    </message>
    <message>
        <source>Create one, or restore it from its words.</source>
        <translation>创建一个，或用助记词恢复。</translation>
    </message>
    <message>
        <source>Create…</source>
        <translation>创建…</translation>
    </message>
    <message>
        <source>Current round</source>
        <translation>当前轮次</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Data folder: {folder}</source>
        <translation>数据文件夹：{folder}</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>决策时间</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决策</translation>
    </message>
    <message>
        <source>Decisions of the agent</source>
        <translation>代理的决策</translation>
    </message>
    <message>
        <source>Deepest fall</source>
        <translation>最大跌幅</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Delegate a new session key.</source>
        <translation>重新委托一个会话密钥。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete it and import or download the candles again.</source>
        <translation>删除它，然后重新导入或下载K线。</translation>
    </message>
    <message>
        <source>Delete it.</source>
        <translation>删除它。</translation>
    </message>
    <message>
        <source>Delete it; the exchange is then asked again for its gaps.</source>
        <translation>删除它；之后会再次向交易所查询其缺口。</translation>
    </message>
    <message>
        <source>Delete this report</source>
        <translation>删除此报告</translation>
    </message>
    <message>
        <source>Delta</source>
        <translation>Delta</translation>
    </message>
    <message>
        <source>Deployer, governor, guardian, coordinator and agent must be different keys.</source>
        <translation>部署者、治理者、守护者、协调器和代理必须使用不同的密钥。</translation>
    </message>
    <message>
        <source>Deposit</source>
        <translation>存入</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>目的地</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>报价精度</translation>
    </message>
    <message>
        <source>Direction AUC</source>
        <translation>方向AUC</translation>
    </message>
    <message>
        <source>Direction by horizon</source>
        <translation>各预测步长的方向</translation>
    </message>
    <message>
        <source>Direction by horizon, quantiles of the next day&apos;s variance</source>
        <translation>各预测步长的方向，次日方差的分位数</translation>
    </message>
    <message>
        <source>Direction log-loss</source>
        <translation>方向对数损失</translation>
    </message>
    <message>
        <source>Direction log-loss + 0.5 x risk negative log-likelihood; lower is better.</source>
        <translation>方向对数损失 + 0.5 x风险负对数似然；越低越好。</translation>
    </message>
    <message>
        <source>Direction, AUC</source>
        <translation>方向，AUC</translation>
    </message>
    <message>
        <source>Direction, {candles}</source>
        <translation>方向，{candles}</translation>
    </message>
    <message>
        <source>Disconnected: {cause}</source>
        <translation>连接已断开：{cause}</translation>
    </message>
    <message>
        <source>Distance from the variance that came, 0 is perfect; lower is better.</source>
        <translation>与实际方差的距离，0为完美；越低越好。</translation>
    </message>
    <message>
        <source>Do not send anything to it. Ask the operator for a new file, or of whom this node is.</source>
        <translation>不要向它发送任何内容。向运营方索要新文件，或询问这是谁的节点。</translation>
    </message>
    <message>
        <source>Do not sign it.</source>
        <translation>不要签名。</translation>
    </message>
    <message>
        <source>Do not use it, unless the operator told you of a new key; then forget the network first.</source>
        <translation>不要使用它，除非运营方告知你换了新密钥；那样的话，请先忘记该网络。</translation>
    </message>
    <message>
        <source>Do not use it.</source>
        <translation>不要使用它。</translation>
    </message>
    <message>
        <source>Do not use it. Get the file from the operator again, by another way.</source>
        <translation>不要使用它。通过其他途径重新向运营方索取文件。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Download a pair of the network, or import a file of your own.</source>
        <translation>下载网络的一个交易对，或导入你自己的文件。</translation>
    </message>
    <message>
        <source>Download candles</source>
        <translation>下载K线</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>重新下载。</translation>
    </message>
    <message>
        <source>Download or import candles of the network&apos;s timeframe on Market first.</source>
        <translation>请先在“行情”中下载或导入网络所用周期的K线。</translation>
    </message>
    <message>
        <source>Download them, or import a file.</source>
        <translation>下载它们，或导入文件。</translation>
    </message>
    <message>
        <source>Download this pair</source>
        <translation>下载此交易对</translation>
    </message>
    <message>
        <source>Downloading {pairs}</source>
        <translation>正在下载{pairs}</translation>
    </message>
    <message>
        <source>Downloading {symbol}</source>
        <translation>正在下载{symbol}</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Drawdown</source>
        <translation>回撤</translation>
    </message>
    <message>
        <source>Drawdown of the agent, in percent</source>
        <translation>代理的回撤（百分比）</translation>
    </message>
    <message>
        <source>Dropped out</source>
        <translation>掉线</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>应领</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>EMA 100</source>
        <translation>EMA 100</translation>
    </message>
    <message>
        <source>EMA 100 and Bollinger bands</source>
        <translation>EMA 100和Bollinger带</translation>
    </message>
    <message>
        <source>ETH</source>
        <translation>ETH</translation>
    </message>
    <message>
        <source>EUR</source>
        <translation>EUR</translation>
    </message>
    <message>
        <source>Each day of trading becomes a square here.</source>
        <translation>每个交易日在此显示为一个方格。</translation>
    </message>
    <message>
        <source>Each entry holds the hash of the one before. Note the head elsewhere: it proves the log up to it.</source>
        <translation>每条记录都含有前一条的哈希。请在别处记下链头：它能证明到此为止的日志。</translation>
    </message>
    <message>
        <source>Each is written down with its reason when a candle closes.</source>
        <translation>K线收盘时，每个决策连同理由都会记录下来。</translation>
    </message>
    <message>
        <source>Each training is held against the standards on days it did not see.</source>
        <translation>每次训练都会在模型没见过的日子里与标准作比较。</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>已赚取</translation>
    </message>
    <message>
        <source>Edge above its cost</source>
        <translation>超过成本的优势</translation>
    </message>
    <message>
        <source>Emission</source>
        <translation>增发</translation>
    </message>
    <message>
        <source>Empty the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Empty the list of what has ended</source>
        <translation>清除列表中已结束的任务</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Entries of the log</source>
        <translation>日志记录</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>结算期</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>Epsilon a sum</source>
        <translation>每次求和epsilon</translation>
    </message>
    <message>
        <source>Epsilon bounds how much better than by guessing anybody can tell, from what your rounds publish, whether your data were used at all. A round that would pass the limit is sat out; what was spent is never given back. Each dataset counts for itself.</source>
        <translation>Epsilon限定了：任何人根据你各轮公布的内容来判断你的数据是否被使用过，最多能比瞎猜强多少。会超出上限的轮次将不参加；已花费的不会退回。每个数据集单独计算。</translation>
    </message>
    <message>
        <source>Epsilon of all updates made from one dataset: the lower, the less they show of it. Set its limit with the Privacy button.</source>
        <translation>由同一数据集做出的所有更新的epsilon：越低，透露的信息越少。用“隐私”按钮设定其上限。</translation>
    </message>
    <message>
        <source>Equal ratios of prices are equally high. Alt+L on the chart changes it, too.</source>
        <translation>价格比例相同，高度就相同。在图表上按Alt+L也可切换。</translation>
    </message>
    <message>
        <source>Equity</source>
        <translation>权益</translation>
    </message>
    <message>
        <source>Equity of the agent</source>
        <translation>代理的权益</translation>
    </message>
    <message>
        <source>Every question about this column that has at least so much noise counts as agreed to. Each answer leaves masked and is charged to your privacy budget; a limit that you set there still holds. You can take this back at any time, and refuse any single question.</source>
        <translation>凡有关此列且噪声不低于此值的问题，都视为已同意。每次回答都以掩码形式离开，并计入你的隐私预算；你在那里设定的上限仍然有效。你可以随时撤回，也可以拒绝任何单个问题。</translation>
    </message>
    <message>
        <source>Every request ever sent, checked and exported</source>
        <translation>历次发送的每个请求，可检查和导出</translation>
    </message>
    <message>
        <source>Every request is written down here before it leaves.</source>
        <translation>每个请求在离开之前都会记录在这里。</translation>
    </message>
    <message>
        <source>Every request of the programs of this data folder, with its headers; loopback is counted too.</source>
        <translation>此数据文件夹中各程序的每个请求及其标头；回环请求也计入。</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Everything is computed again on this machine.</source>
        <translation>一切都在本机重新计算。</translation>
    </message>
    <message>
        <source>Everything, one line an amount…</source>
        <translation>全部，每笔数额一行…</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>交易所</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>导出CSV</translation>
    </message>
    <message>
        <source>Export contacts</source>
        <translation>导出联系人</translation>
    </message>
    <message>
        <source>Export it again.</source>
        <translation>重新导出。</translation>
    </message>
    <message>
        <source>Export the agent&apos;s trades</source>
        <translation>导出代理的交易</translation>
    </message>
    <message>
        <source>Export the chart or its candles</source>
        <translation>导出图表或其K线</translation>
    </message>
    <message>
        <source>Export the privacy log</source>
        <translation>导出隐私日志</translation>
    </message>
    <message>
        <source>Export trades…</source>
        <translation>导出交易…</translation>
    </message>
    <message>
        <source>Export where each coin came from</source>
        <translation>导出每笔币的来源</translation>
    </message>
    <message>
        <source>Exporting a picture</source>
        <translation>正在导出图片</translation>
    </message>
    <message>
        <source>Exporting candles</source>
        <translation>正在导出K线</translation>
    </message>
    <message>
        <source>Exporting profit</source>
        <translation>正在导出利润</translation>
    </message>
    <message>
        <source>Exporting the privacy log</source>
        <translation>正在导出隐私日志</translation>
    </message>
    <message>
        <source>Exporting trades</source>
        <translation>正在导出交易</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>External signer</source>
        <translation>外部签名器</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>手续费</translation>
    </message>
    <message>
        <source>Fee at most</source>
        <translation>手续费上限</translation>
    </message>
    <message>
        <source>Fee to traders</source>
        <translation>给交易者的费用</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>手续费</translation>
    </message>
    <message>
        <source>Fetch bond</source>
        <translation>提取保证金</translation>
    </message>
    <message>
        <source>Fetch it again, or from elsewhere.</source>
        <translation>重新获取，或从别处获取。</translation>
    </message>
    <message>
        <source>Fetch it again.</source>
        <translation>重新获取。</translation>
    </message>
    <message>
        <source>Fetch pairs from any exchange; update all candles</source>
        <translation>从任意交易所获取交易对；更新全部K线</translation>
    </message>
    <message>
        <source>Fetch the coins of filled requests.</source>
        <translation>提取已成交申请的币。</translation>
    </message>
    <message>
        <source>Fetch the coins when the epoch has closed.</source>
        <translation>结算期结束后再提取这些币。</translation>
    </message>
    <message>
        <source>Fetch this pair from the network&apos;s exchange</source>
        <translation>从网络所用的交易所获取此交易对</translation>
    </message>
    <message>
        <source>Fetch what closed since the last candle of all that is stored</source>
        <translation>为所有已存内容获取上一根K线之后收盘的K线</translation>
    </message>
    <message>
        <source>Fetch what has finished leaving the bond.</source>
        <translation>提取已完成解押的保证金。</translation>
    </message>
    <message>
        <source>Fetch withdrawal</source>
        <translation>提取赎回款</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Fields of a contribution</source>
        <translation>一次贡献的字段</translation>
    </message>
    <message>
        <source>Fields that will be sent</source>
        <translation>将发送的字段</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Figures against baselines</source>
        <translation>与基准对比的数值</translation>
    </message>
    <message>
        <source>Figures of the result</source>
        <translation>结果的数值</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>成交时间</translation>
    </message>
    <message>
        <source>Filled in from the request. Look at it.</source>
        <translation>已按请求填写。请核对。</translation>
    </message>
    <message>
        <source>Filter entries</source>
        <translation>筛选记录</translation>
    </message>
    <message>
        <source>Filter: mask, symbol, a host, a date…</source>
        <translation>筛选：掩码、交易对、主机、日期…</translation>
    </message>
    <message>
        <source>Final: nothing is open any more, subject to the audit.</source>
        <translation>最终：已无待定事项，以审计为准。</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find an action, setting, page or pair</source>
        <translation>查找操作、设置、界面或交易对</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>First day, UTC</source>
        <translation>首日（UTC）</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>首次运行</translation>
    </message>
    <message>
        <source>Fit the network&apos;s model to your candles, on this machine; nothing is sent</source>
        <translation>在本机用你的K线拟合网络的模型；不发送任何内容</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随最新</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>For CoinTracking…</source>
        <translation>用于CoinTracking…</translation>
    </message>
    <message>
        <source>For Koinly (Universal)…</source>
        <translation>用于Koinly (Universal)…</translation>
    </message>
    <message>
        <source>For fees</source>
        <translation>用于手续费</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Found in the guide</source>
        <translation>指南中的查找结果</translation>
    </message>
    <message>
        <source>Free disk space or choose another folder.</source>
        <translation>释放磁盘空间，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Free disk space, or let your user write there.</source>
        <translation>请释放磁盘空间，或允许你的用户在那里写入。</translation>
    </message>
    <message>
        <source>Free disk space, then try again.</source>
        <translation>释放磁盘空间，然后重试。</translation>
    </message>
    <message>
        <source>Fresh seed words, sealed with a password. Back them up next.</source>
        <translation>全新的助记词，用密码密封。接下来请备份。</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>From a peak: traded, and held.</source>
        <translation>自峰值起：交易与持有。</translation>
    </message>
    <message>
        <source>From the paper: it is a back-up only if it can be read.</source>
        <translation>请照着纸上填写：能读出来的才算备份。</translation>
    </message>
    <message>
        <source>GBP</source>
        <translation>GBP</translation>
    </message>
    <message>
        <source>GPU where there is one</source>
        <translation>有GPU则用GPU</translation>
    </message>
    <message>
        <source>GPU, or not at all</source>
        <translation>只用GPU，否则不训练</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Gain (nat)</source>
        <translation>增益（nat）</translation>
    </message>
    <message>
        <source>Gains and losses</source>
        <translation>涨跌颜色</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>Gas</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>Give --timeframe, or another folder.</source>
        <translation>请给出--timeframe，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Give -99 to 99.</source>
        <translation>请填-99至99。</translation>
    </message>
    <message>
        <source>Give 0 to 100.</source>
        <translation>请填0至100。</translation>
    </message>
    <message>
        <source>Give 0 to 10; 1 is usual.</source>
        <translation>请填0至10；通常为1。</translation>
    </message>
    <message>
        <source>Give 0 to 999.</source>
        <translation>请填0至999。</translation>
    </message>
    <message>
        <source>Give 0x and 40 hexadecimal digits.</source>
        <translation>请填0x加40位十六进制数字。</translation>
    </message>
    <message>
        <source>Give a valid API key: conflux storage login</source>
        <translation>请提供有效的API密钥：conflux storage login</translation>
    </message>
    <message>
        <source>Give an API key, or buy credit.</source>
        <translation>请提供API密钥，或购买额度。</translation>
    </message>
    <message>
        <source>Give an LSTM whole windows.</source>
        <translation>请给LSTM完整的窗口。</translation>
    </message>
    <message>
        <source>Give an address with https://.</source>
        <translation>请填以https://开头的地址。</translation>
    </message>
    <message>
        <source>Give base32 (b...) or base58 (z...).</source>
        <translation>请填base32（b...）或base58（z...）。</translation>
    </message>
    <message>
        <source>Give each a key of its own.</source>
        <translation>请给每个角色各自的密钥。</translation>
    </message>
    <message>
        <source>Give each candle once, oldest first, or compute the features of the whole series anew.</source>
        <translation>每根K线只给一次，从最旧的开始，或重新计算整个序列的特征。</translation>
    </message>
    <message>
        <source>Give each market a stream of its own.</source>
        <translation>请给每个市场各自的数据流。</translation>
    </message>
    <message>
        <source>Give each office an account of its own.</source>
        <translation>请给每个职务各自的账户。</translation>
    </message>
    <message>
        <source>Give its authorization, or allow this app.</source>
        <translation>提供其授权，或允许此应用。</translation>
    </message>
    <message>
        <source>Give its network file: conflux network use FILE</source>
        <translation>请给出其网络文件：conflux network use FILE</translation>
    </message>
    <message>
        <source>Give more than 0, up to 1.</source>
        <translation>请填大于0且不超过1的数。</translation>
    </message>
    <message>
        <source>Give one of both.</source>
        <translation>请二选一。</translation>
    </message>
    <message>
        <source>Give other numbers.</source>
        <translation>请换用其他数字。</translation>
    </message>
    <message>
        <source>Give the opening of the first round, as --start 2022-06-01.</source>
        <translation>请给出首轮的开始时间，如--start 2022-06-01。</translation>
    </message>
    <message>
        <source>Give the signer&apos;s http:// address instead.</source>
        <translation>请改为给出签名器的http://地址。</translation>
    </message>
    <message>
        <source>Give the vault&apos;s asset, or the faucet that mints PracticeUSD, and not both.</source>
        <translation>请给出金库的资产，或铸造PracticeUSD的水龙头，二者只取其一。</translation>
    </message>
    <message>
        <source>Global</source>
        <translation>全局</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on where it ended</source>
        <translation>从中断处继续</translation>
    </message>
    <message>
        <source>Go to the other window. For a second one beside it, start Conflux with --data-dir and another folder.</source>
        <translation>请转到另一个窗口。如要同时再开一个，请用--data-dir加另一个文件夹启动Conflux。</translation>
    </message>
    <message>
        <source>Go to the screen that the chosen line is about</source>
        <translation>转到所选行涉及的界面</translation>
    </message>
    <message>
        <source>Go to {screen}</source>
        <translation>转到{screen}</translation>
    </message>
    <message>
        <source>Green up, red down</source>
        <translation>绿涨红跌</translation>
    </message>
    <message>
        <source>HTTP gateways of IPFS, only read, asked after the stores.</source>
        <translation>IPFS的HTTP网关，只读取，在各存储之后查询。</translation>
    </message>
    <message>
        <source>HTTP proxy for everything that leaves for another machine. Empty: the one that the variables HTTPS_PROXY and HTTP_PROXY name, if any. One that needs a password goes into those.</source>
        <translation>凡离开本机前往其他机器的内容所用的HTTP代理服务器。留空：使用变量HTTPS_PROXY和HTTP_PROXY所指定的代理服务器（如有）。需要密码的请写入这两个变量。</translation>
    </message>
    <message>
        <source>Hand what happens to the desktop&apos;s notifications while the window is not in front. The list in the window is kept in any case; amounts that are hidden are told nowhere.</source>
        <translation>窗口不在最前面时，把发生的事交给桌面的通知显示。窗口中的列表始终保留；已隐藏的金额不会出现在任何通知中。</translation>
    </message>
    <message>
        <source>Has not answered the open step yet.</source>
        <translation>尚未应答打开步骤。</translation>
    </message>
    <message>
        <source>Head {head}</source>
        <translation>链头{head}</translation>
    </message>
    <message>
        <source>Heikin-Ashi</source>
        <translation>Heikin-Ashi</translation>
    </message>
    <message>
        <source>Held: an edge is unresolved, so that only the group&apos;s total is known. It is not paid.</source>
        <translation>搁置：有一条边未解决，因此只知道该组的合计。不支付报酬。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Help for this screen</source>
        <translation>本界面的帮助</translation>
    </message>
    <message>
        <source>Hide amounts</source>
        <translation>隐藏金额</translation>
    </message>
    <message>
        <source>Hide or show amounts</source>
        <translation>隐藏或显示金额</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高值</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Hollow candles</source>
        <translation>空心K线</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>How Market draws them. The menu of the chart changes it, too.</source>
        <translation>“行情”绘制K线的方式。图表的菜单也可更改。</translation>
    </message>
    <message>
        <source>How candles are drawn</source>
        <translation>K线的绘制方式</translation>
    </message>
    <message>
        <source>How long one store may take for one blob.</source>
        <translation>单个存储处理一个数据块可用的时间。</translation>
    </message>
    <message>
        <source>How long the coordinator and the agent may be silent before a request has failed.</source>
        <translation>协调器和代理无响应多久后，请求视为失败。</translation>
    </message>
    <message>
        <source>How long the external signer&apos;s own question may stay unanswered.</source>
        <translation>外部签名器自身的询问最多可以等待多久。</translation>
    </message>
    <message>
        <source>How many blocks must stand on a transaction until the history takes it for final. A practice chain makes three at most.</source>
        <translation>一笔链上交易之后须有多少个区块，历史记录才视其为最终。练习链最多只需三个。</translation>
    </message>
    <message>
        <source>How much lower the loss is than that of a model that sees no feature.</source>
        <translation>损失比不看任何特征的模型低多少。</translation>
    </message>
    <message>
        <source>How often the side was right; 0.5 is a guess.</source>
        <translation>方向判断正确的频率；0.5等于瞎猜。</translation>
    </message>
    <message>
        <source>How surprised the direction&apos;s probability was; 0.6931 is a coin, lower is better.</source>
        <translation>方向概率的意外程度；0.6931等于抛硬币，越低越好。</translation>
    </message>
    <message>
        <source>How wrong the risk forecast is, as a ratio of variances; 0 is perfect, lower is better.</source>
        <translation>风险预测的误差，以方差之比表示；0为完美，越低越好。</translation>
    </message>
    <message>
        <source>I know that the privacy protocol has had no outside cryptographic review, and that it must not carry real money until it has.</source>
        <translation>我知道：隐私协议尚未经过外部密码学审查，在审查之前不得用于真实资金。</translation>
    </message>
    <message>
        <source>I know that this is practice: trades are on paper, coins on the local network are play money, and good results on paper promise nothing.</source>
        <translation>我知道：这是练习。交易为模拟盘，本地网络上的币是虚拟币，模拟盘的好成绩不作任何保证。</translation>
    </message>
    <message>
        <source>I sent</source>
        <translation>我已发送</translation>
    </message>
    <message>
        <source>I wrote them down</source>
        <translation>我已写下</translation>
    </message>
    <message>
        <source>IPFS node</source>
        <translation>IPFS节点</translation>
    </message>
    <message>
        <source>If they were imported from a file of another market or time zone, delete their folder in the folder `candles` of the data folder and download again; else download to another --data-dir and compare.</source>
        <translation>如果它们来自其他市场或时区的文件，请删除数据文件夹中`candles`文件夹里对应的文件夹并重新下载；否则请下载到另一个--data-dir并加以比较。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import a key file</source>
        <translation>导入密钥文件</translation>
    </message>
    <message>
        <source>Import a longer history.</source>
        <translation>导入更长的历史。</translation>
    </message>
    <message>
        <source>Import a newer file, or download the pair to another data folder.</source>
        <translation>导入更新的文件，或将该交易对下载到另一个数据文件夹。</translation>
    </message>
    <message>
        <source>Import a private key</source>
        <translation>导入私钥</translation>
    </message>
    <message>
        <source>Import a private key instead.</source>
        <translation>改为导入私钥。</translation>
    </message>
    <message>
        <source>Import a shorter span.</source>
        <translation>导入更短的时段。</translation>
    </message>
    <message>
        <source>Import candles</source>
        <translation>导入K线</translation>
    </message>
    <message>
        <source>Import contacts</source>
        <translation>导入联系人</translation>
    </message>
    <message>
        <source>Import it from where it is now.</source>
        <translation>从它现在的位置导入。</translation>
    </message>
    <message>
        <source>Import it when that is done.</source>
        <translation>完成之后再导入。</translation>
    </message>
    <message>
        <source>Import key file…</source>
        <translation>导入密钥文件…</translation>
    </message>
    <message>
        <source>Import key…</source>
        <translation>导入密钥…</translation>
    </message>
    <message>
        <source>Import my trades…</source>
        <translation>导入我的交易…</translation>
    </message>
    <message>
        <source>Import or download a longer history.</source>
        <translation>导入或下载更长的历史。</translation>
    </message>
    <message>
        <source>Import or download some under Market.</source>
        <translation>在“行情”中导入或下载一些。</translation>
    </message>
    <message>
        <source>Import or download some.</source>
        <translation>导入或下载一些。</translation>
    </message>
    <message>
        <source>Import some.</source>
        <translation>导入一些。</translation>
    </message>
    <message>
        <source>Import the candles again.</source>
        <translation>重新导入K线。</translation>
    </message>
    <message>
        <source>Import your fills again.</source>
        <translation>重新导入你的成交记录。</translation>
    </message>
    <message>
        <source>Importing candles</source>
        <translation>正在导入K线</translation>
    </message>
    <message>
        <source>Importing my trades</source>
        <translation>正在导入我的交易</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>In a contribution</source>
        <translation>一次贡献的内容</translation>
    </message>
    <message>
        <source>In panes below</source>
        <translation>在下方窗格中</translation>
    </message>
    <message>
        <source>In the agent&apos;s vault</source>
        <translation>在代理的金库中</translation>
    </message>
    <message>
        <source>In the sum</source>
        <translation>计入总和</translation>
    </message>
    <message>
        <source>In this order, on paper. Whoever has them has the account; without them it is lost with this machine.</source>
        <translation>按此顺序写在纸上。谁拥有它们，谁就拥有账户；没有它们，本机丢失时账户也随之丢失。</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;conflux[postgres]&apos;</source>
        <translation>安装命令：pip install &apos;conflux[postgres]&apos;</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;conflux[dp]&apos;.</source>
        <translation>安装：pip install &apos;conflux[dp]&apos;。</translation>
    </message>
    <message>
        <source>Install the newer version, or choose another data folder.</source>
        <translation>安装更新的版本，或选择另一个数据文件夹。</translation>
    </message>
    <message>
        <source>Intact</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>Invested</source>
        <translation>已投入</translation>
    </message>
    <message>
        <source>Is it running, and are you online?</source>
        <translation>它在运行吗？你联网了吗？</translation>
    </message>
    <message>
        <source>Is it running, and does it wait for your yes? Its address is in Settings, Wallet.</source>
        <translation>它在运行吗？是否在等你同意？其地址在“设置”的“钱包”中。</translation>
    </message>
    <message>
        <source>Is it running?</source>
        <translation>它在运行吗？</translation>
    </message>
    <message>
        <source>Is the account used elsewhere?</source>
        <translation>这个账户是否在别处使用？</translation>
    </message>
    <message>
        <source>Is this your operator?</source>
        <translation>这是你的运营方吗？</translation>
    </message>
    <message>
        <source>It can be slashed on published evidence, and leaves with a delay.</source>
        <translation>它可能因公开的证据被罚没，退出时有延迟。</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>It ended without a sum that could be opened.</source>
        <translation>结束时没有得到可打开的总和。</translation>
    </message>
    <message>
        <source>It has too few columns.</source>
        <translation>列数太少。</translation>
    </message>
    <message>
        <source>It is made with the first contribution, or here.</source>
        <translation>首次贡献时会创建，也可在此创建。</translation>
    </message>
    <message>
        <source>It is no notice of a release of Conflux.</source>
        <translation>这不是Conflux的版本发布通知。</translation>
    </message>
    <message>
        <source>It is not opened; nothing was told.</source>
        <translation>它没有打开；没有透露任何内容。</translation>
    </message>
    <message>
        <source>It is shown as soon as this machine takes part in one.</source>
        <translation>本机一参与轮次，就会在此显示。</translation>
    </message>
    <message>
        <source>It is shown, and signs nothing: its key stays where it is.</source>
        <translation>它只显示，不签名：其密钥留在原处。</translation>
    </message>
    <message>
        <source>It is the same: connect</source>
        <translation>一致：连接</translation>
    </message>
    <message>
        <source>It is valued at the price of the day on which it is claimed.</source>
        <translation>按领取当天的价格估值。</translation>
    </message>
    <message>
        <source>It must be a list of [time, open, high, low, close, volume] or of objects with these names.</source>
        <translation>它必须是[time, open, high, low, close, volume]的列表，或带有这些名称的对象的列表。</translation>
    </message>
    <message>
        <source>It must be https://host/path without password, query and odd letters; http only on this machine.</source>
        <translation>必须是https://host/path，不含密码、查询参数和特殊字符；http只能用于本机。</translation>
    </message>
    <message>
        <source>It seals your account on this machine. Nobody can bring it back.</source>
        <translation>它在本机密封你的账户。密码丢失后无人能找回。</translation>
    </message>
    <message>
        <source>Its drawn edges were not shown in the audit, so that it is not paid.</source>
        <translation>审计中没有展示其抽中的边，因此不支付报酬。</translation>
    </message>
    <message>
        <source>Its fields are not those of a notice of this kind.</source>
        <translation>其字段与此类通知不符。</translation>
    </message>
    <message>
        <source>Its first line must name the columns: timestamp, open, high, low, close, volume.</source>
        <translation>首行必须写明列名：timestamp, open, high, low, close, volume。</translation>
    </message>
    <message>
        <source>Its masked update is not in the sum; that is no fault.</source>
        <translation>其掩码更新不在总和中；这不是过错。</translation>
    </message>
    <message>
        <source>Its operator&apos;s file lies at this address. Whoever runs a network can see that you take part, and its contracts hold what you put into them: join only one whose operator you know. Conflux fetches nothing from here; the button copies the address. Before the file that you get there is used, compare the operator&apos;s address with the one that you heard by another way.</source>
        <translation>其运营方的文件位于此地址。网络的运营方能看到你参与其中，其合约保管你投入的一切：只加入你认识其运营方的网络。Conflux不会从该地址获取任何内容；按钮只复制地址。使用从那里得到的文件之前，请把运营方的地址与你通过其他途径得知的地址进行核对。</translation>
    </message>
    <message>
        <source>Its part of all pairs&apos; profits and losses taken together.</source>
        <translation>它在所有交易对盈亏总和中所占的部分。</translation>
    </message>
    <message>
        <source>Its receipt shows that it had it.</source>
        <translation>其回执表明它已收到。</translation>
    </message>
    <message>
        <source>JPY</source>
        <translation>JPY</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Jobs, notifications and log</source>
        <translation>任务、通知和日志</translation>
    </message>
    <message>
        <source>Join the next attempt.</source>
        <translation>加入下一次尝试。</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Joined, and how many it needs.</source>
        <translation>已加入的人数，以及所需的人数。</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Journal of the agent</source>
        <translation>代理的日志</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Keep one exchange for a pair, and import the other with another --data-dir. Where the exchange is unknown, name it with --venue.</source>
        <translation>一个交易对只用一家交易所，另一家请用另一个--data-dir导入。交易所未知时，用--venue指明。</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>保留其中一个。</translation>
    </message>
    <message>
        <source>Keep one venue&apos;s files there.</source>
        <translation>那里只放一家交易所的文件。</translation>
    </message>
    <message>
        <source>Keep the candles of one exchange only for a pair.</source>
        <translation>一个交易对只保留一家交易所的K线。</translation>
    </message>
    <message>
        <source>Keep the one that is right, remove the other.</source>
        <translation>保留正确的那个，删除另一个。</translation>
    </message>
    <message>
        <source>Keep the transcript: it is the proof.</source>
        <translation>请保留协议记录：它就是证据。</translation>
    </message>
    <message>
        <source>Keeping the list of jobs</source>
        <translation>正在保存任务列表</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Keys are never erased.</source>
        <translation>密钥绝不会被删除。</translation>
    </message>
    <message>
        <source>LEAK</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Largest blob</source>
        <translation>最大数据块</translation>
    </message>
    <message>
        <source>Last candle seen</source>
        <translation>最近看到的K线</translation>
    </message>
    <message>
        <source>Last message (UTC)</source>
        <translation>最近消息（UTC）</translation>
    </message>
    <message>
        <source>Last trouble</source>
        <translation>最近问题</translation>
    </message>
    <message>
        <source>Leak found</source>
        <translation>发现泄漏</translation>
    </message>
    <message>
        <source>Least important</source>
        <translation>最低重要程度</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>最低级别</translation>
    </message>
    <message>
        <source>Least noise</source>
        <translation>最小噪声</translation>
    </message>
    <message>
        <source>Leave all fields as they are when you approve it.</source>
        <translation>批准时请保持所有字段不变。</translation>
    </message>
    <message>
        <source>Leave it out, or import or download a longer history of it.</source>
        <translation>排除它，或导入、下载其更长的历史。</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>排除它。</translation>
    </message>
    <message>
        <source>Leave out --precision.</source>
        <translation>去掉--precision。</translation>
    </message>
    <message>
        <source>Leave out lines that are no candles; they become gaps</source>
        <translation>略去不是K线的行；它们会变成缺口</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>被排除</translation>
    </message>
    <message>
        <source>Left this machine</source>
        <translation>离开本机</translation>
    </message>
    <message>
        <source>Length of a candle</source>
        <translation>K线的时长</translation>
    </message>
    <message>
        <source>Let one agent at a time use this data folder.</source>
        <translation>此数据文件夹同时只让一个代理使用。</translation>
    </message>
    <message>
        <source>Let one coordinator at a time use this database.</source>
        <translation>此数据库同时只让一个协调器使用。</translation>
    </message>
    <message>
        <source>Let your user read it.</source>
        <translation>请允许你的用户读取它。</translation>
    </message>
    <message>
        <source>Let your user read that file.</source>
        <translation>让你的用户能够读取该文件。</translation>
    </message>
    <message>
        <source>Let your user write into its folder.</source>
        <translation>让你的用户能够写入其文件夹。</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Light or dark theme</source>
        <translation>浅色或深色主题</translation>
    </message>
    <message>
        <source>Limit that changed it</source>
        <translation>改变它的限制</translation>
    </message>
    <message>
        <source>Lines of the chart: ema_100, bands, a feature&apos;s name for a pane of its own, or price. and a feature&apos;s name for the price behind it. Names that this version cannot draw are left out.</source>
        <translation>图表的线条：ema_100、bands、以特征名称表示的单独窗格，或以price.加特征名称表示的价格后方线条。此版本无法绘制的名称会被略去。</translation>
    </message>
    <message>
        <source>List its pairs</source>
        <translation>列出其交易对</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实盘</translation>
    </message>
    <message>
        <source>Load this screen anew</source>
        <translation>重新加载此界面</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>加载中…</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Lock an account that has a password after so long without a key or the mouse; 0 never does. A job that you started is waited for: it may have to sign.</source>
        <translation>账户有密码时，键盘和鼠标闲置这么久后自动锁定；0表示从不。会等待你启动的任务：它可能需要签名。</translation>
    </message>
    <message>
        <source>Lock the wallet</source>
        <translation>锁定钱包</translation>
    </message>
    <message>
        <source>Lock the wallet, or go to unlock it</source>
        <translation>锁定钱包，或前往解锁</translation>
    </message>
    <message>
        <source>Lock when idle</source>
        <translation>闲置时锁定</translation>
    </message>
    <message>
        <source>Locking</source>
        <translation>正在锁定</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Log of high over low of each hour. It bounds what a spread can be; it is not the spread.</source>
        <translation>每小时最高价与最低价之比的对数。它限定价差可能的范围，但不是价差本身。</translation>
    </message>
    <message>
        <source>Log-loss {loss:.4f}, of the base rate {base:.4f}; the agent trades on the first horizon.</source>
        <translation>对数损失{loss:.4f}，基础比率的为{base:.4f}；代理按第一个预测步长交易。</translation>
    </message>
    <message>
        <source>Logarithmic prices</source>
        <translation>对数价格</translation>
    </message>
    <message>
        <source>Logarithmic prices, or straight ones</source>
        <translation>对数价格或普通价格</translation>
    </message>
    <message>
        <source>Look at it with `conflux analytics answer`, and say yes to it or to its column.</source>
        <translation>用`conflux analytics answer`查看，并同意它或它所属的列。</translation>
    </message>
    <message>
        <source>Look at its state.</source>
        <translation>请查看其状态。</translation>
    </message>
    <message>
        <source>Look at round {number}?</source>
        <translation>查看第{number}轮？</translation>
    </message>
    <message>
        <source>Look at the address book for the names.</source>
        <translation>请在地址簿中查看名称。</translation>
    </message>
    <message>
        <source>Look at the payment again.</source>
        <translation>请重新查看这笔付款。</translation>
    </message>
    <message>
        <source>Look at what round {number} brought?</source>
        <translation>查看第{number}轮的结果？</translation>
    </message>
    <message>
        <source>Look for new versions</source>
        <translation>检查新版本</translation>
    </message>
    <message>
        <source>Look for new versions where you got this one.</source>
        <translation>请到获取当前版本的地方查看有无新版本。</translation>
    </message>
    <message>
        <source>Look into the node&apos;s log.</source>
        <translation>查看节点的日志。</translation>
    </message>
    <message>
        <source>Look there which accounts it has.</source>
        <translation>在那里查看它有哪些账户。</translation>
    </message>
    <message>
        <source>Looking for a new version</source>
        <translation>正在检查新版本</translation>
    </message>
    <message>
        <source>Looking for news</source>
        <translation>正在检查新消息</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss after</source>
        <translation>之后的损失</translation>
    </message>
    <message>
        <source>Loss before</source>
        <translation>之前的损失</translation>
    </message>
    <message>
        <source>Loss by epoch</source>
        <translation>各遍的损失</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低值</translation>
    </message>
    <message>
        <source>Made of {source} candles</source>
        <translation>由{source}K线合成</translation>
    </message>
    <message>
        <source>Make one on its website, then run: conflux storage login</source>
        <translation>在其网站上创建一个，然后运行：conflux storage login</translation>
    </message>
    <message>
        <source>Make sure that nobody looks over your shoulder.</source>
        <translation>请确保没有人在旁边偷看。</translation>
    </message>
    <message>
        <source>Make the window larger.</source>
        <translation>把窗口调大。</translation>
    </message>
    <message>
        <source>Mark all read</source>
        <translation>全部标为已读</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>行情</translation>
    </message>
    <message>
        <source>Market: simulated</source>
        <translation>行情：模拟</translation>
    </message>
    <message>
        <source>Market: {name}</source>
        <translation>行情：{name}</translation>
    </message>
    <message>
        <source>Masks hide who answered what; the sum of all answers becomes public exactly.</source>
        <translation>掩码隐藏了谁回答了什么；所有回答的总和会精确公开。</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Mean distance of the probabilities from what came true; lower is better.</source>
        <translation>概率与实际结果的平均距离；越低越好。</translation>
    </message>
    <message>
        <source>Mean loss on the validation part, which lies after the training part.</source>
        <translation>验证部分的平均损失，验证部分位于训练部分之后。</translation>
    </message>
    <message>
        <source>Mean of my payable scores up to that round with its standard error, in nat.</source>
        <translation>截至该轮次我的计酬评分的均值及其标准误差，单位nat。</translation>
    </message>
    <message>
        <source>Mean of my payable scores, the newest weighing most, with its standard error. Pay goes by it.</source>
        <translation>我的计酬评分的均值，越新权重越大，附标准误差。报酬按它计算。</translation>
    </message>
    <message>
        <source>Mean of my rounds</source>
        <translation>我各轮的均值</translation>
    </message>
    <message>
        <source>Mean of {rounds}</source>
        <translation>{rounds}的均值</translation>
    </message>
    <message>
        <source>Measure the candles again.</source>
        <translation>重新测量K线。</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Menus, lists and tips that unfold, and the text cursor that blinks. None: all of it stands still.</source>
        <translation>菜单、列表和提示的展开，以及文本光标的闪烁。选“无”则全部静止。</translation>
    </message>
    <message>
        <source>Minutes, or 4h, 1d. Enter shows it, Escape leaves.</source>
        <translation>分钟数，或4h、1d。按Enter显示，按Escape离开。</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model to train</source>
        <translation>要训练的模型</translation>
    </message>
    <message>
        <source>Models kept on this machine</source>
        <translation>保存在本机的模型</translation>
    </message>
    <message>
        <source>Models on this machine</source>
        <translation>本机的模型</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>More unusual than so many trained windows; {rare_share:.1%} of all lie beyond 99 %.</source>
        <translation>比这个比例的训练窗口更不寻常；所有窗口中有{rare_share:.1%}超出99%。</translation>
    </message>
    <message>
        <source>Most frequent {words_of}s</source>
        <translation>最常见的{words_of}</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动效</translation>
    </message>
    <message>
        <source>Move the chart to where there are some.</source>
        <translation>把图表移到有K线的地方。</translation>
    </message>
    <message>
        <source>My answer</source>
        <translation>我的回答</translation>
    </message>
    <message>
        <source>My own trades</source>
        <translation>我自己的交易</translation>
    </message>
    <message>
        <source>My part in the round</source>
        <translation>我在本轮的参与</translation>
    </message>
    <message>
        <source>My part of the positive scores of the newest scored round, after floor and cap.</source>
        <translation>我在最近已评分轮次的正评分中所占的部分，已计下限和上限。</translation>
    </message>
    <message>
        <source>My rounds</source>
        <translation>我的轮次</translation>
    </message>
    <message>
        <source>My rows</source>
        <translation>我的行数</translation>
    </message>
    <message>
        <source>My score was not opened, so there is nothing to audit.</source>
        <translation>我的评分没有打开，因此没有可审计的内容。</translation>
    </message>
    <message>
        <source>My share</source>
        <translation>我的份额</translation>
    </message>
    <message>
        <source>My update</source>
        <translation>我的更新</translation>
    </message>
    <message>
        <source>My update is not among the survivors.</source>
        <translation>我的更新不在存活者之中。</translation>
    </message>
    <message>
        <source>My update of round {round_id} {waits}.</source>
        <translation>我在第{round_id}轮的更新{waits}。</translation>
    </message>
    <message>
        <source>My word</source>
        <translation>我的表态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name (may be left empty)</source>
        <translation>名称（可留空）</translation>
    </message>
    <message>
        <source>Name another round.</source>
        <translation>请指定另一个轮次。</translation>
    </message>
    <message>
        <source>Name each feature once.</source>
        <translation>每个特征只写一次。</translation>
    </message>
    <message>
        <source>Name its true timeframe in the file name or with --timeframe.</source>
        <translation>在文件名中或用--timeframe写明其真实周期。</translation>
    </message>
    <message>
        <source>Name one in the settings, as folder.</source>
        <translation>在设置中指定一个，如folder。</translation>
    </message>
    <message>
        <source>Name one of them, or wait for the first.</source>
        <translation>指定其中一个，或等待第一个。</translation>
    </message>
    <message>
        <source>Name pairs and press Download, or bring all that is stored up to date.</source>
        <translation>写出交易对并点“下载”，或把已存的全部更新到最新。</translation>
    </message>
    <message>
        <source>Name some, as BTC/USDT, with commas between.</source>
        <translation>请写一些，如BTC/USDT，用逗号分隔。</translation>
    </message>
    <message>
        <source>Name the candle files themselves, as folder/*.parquet.</source>
        <translation>请写出K线文件本身，如folder/*.parquet。</translation>
    </message>
    <message>
        <source>Name the columns timestamp, open, high, low, close, volume in the first line.</source>
        <translation>请在首行写明列名timestamp, open, high, low, close, volume。</translation>
    </message>
    <message>
        <source>Name the columns timestamp, open, high, low, close, volume.</source>
        <translation>请写明列名timestamp, open, high, low, close, volume。</translation>
    </message>
    <message>
        <source>Name the file like binance_spot_BTCUSDT_1h.csv, add a column `symbol`, or give --symbol.</source>
        <translation>请把文件命名为类似binance_spot_BTCUSDT_1h.csv、添加`symbol`列，或给出--symbol。</translation>
    </message>
    <message>
        <source>Name the file like binance_spot_BTCUSDT_1h.csv, or give --timeframe.</source>
        <translation>请把文件命名为类似binance_spot_BTCUSDT_1h.csv，或给出--timeframe。</translation>
    </message>
    <message>
        <source>Negative log-likelihood of the next day&apos;s variance.</source>
        <translation>次日方差的负对数似然。</translation>
    </message>
    <message>
        <source>Net of fees and slippage, over all trading windows.</source>
        <translation>所有交易窗口合计，已扣除手续费和滑点。</translation>
    </message>
    <message>
        <source>Network: {name}</source>
        <translation>网络：{name}</translation>
    </message>
    <message>
        <source>Networks (*.json)</source>
        <translation>网络 (*.json)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>New password (10 characters at least)</source>
        <translation>新密码（至少10个字符）</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>新版本</translation>
    </message>
    <message>
        <source>Nine days of ten, by the model</source>
        <translation>按模型，十天中的九天</translation>
    </message>
    <message>
        <source>No account yet</source>
        <translation>尚无账户</translation>
    </message>
    <message>
        <source>No amount was typed.</source>
        <translation>没有输入数量。</translation>
    </message>
    <message>
        <source>No candles to judge</source>
        <translation>没有可评判的K线</translation>
    </message>
    <message>
        <source>No candles to personalise on</source>
        <translation>没有可用于个性化的K线</translation>
    </message>
    <message>
        <source>No candles yet</source>
        <translation>尚无K线</translation>
    </message>
    <message>
        <source>No coin came yet</source>
        <translation>尚未收到币</translation>
    </message>
    <message>
        <source>No contacts yet. Add those whom you pay more than once.</source>
        <translation>还没有联系人。把不止一次付款的对象添加进来。</translation>
    </message>
    <message>
        <source>No day is over yet</source>
        <translation>尚无完整的一天</translation>
    </message>
    <message>
        <source>No decision on this pair came just before it: when a trading window ends, or a loss limit stops the agent, everything is sold.</source>
        <translation>紧接之前没有关于此交易对的决策：交易窗口结束，或亏损限制让代理停止时，会全部卖出。</translation>
    </message>
    <message>
        <source>No decision yet</source>
        <translation>尚无决策</translation>
    </message>
    <message>
        <source>No decisions yet</source>
        <translation>尚无决策</translation>
    </message>
    <message>
        <source>No entry is like that</source>
        <translation>没有符合的记录</translation>
    </message>
    <message>
        <source>No epoch is closed yet</source>
        <translation>尚无已结束的结算期</translation>
    </message>
    <message>
        <source>No equity curve yet</source>
        <translation>尚无权益曲线</translation>
    </message>
    <message>
        <source>No external signer is set up.</source>
        <translation>尚未设置外部签名器。</translation>
    </message>
    <message>
        <source>No features</source>
        <translation>无特征</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>还没有任务</translation>
    </message>
    <message>
        <source>No keychain here: the file in its place waits for its password</source>
        <translation>此处没有钥匙串：代替它的文件正等待密码</translation>
    </message>
    <message>
        <source>No leak</source>
        <translation>没有泄漏</translation>
    </message>
    <message>
        <source>No limit is set: rounds may show as much as they do.</source>
        <translation>没有设定上限：各轮透露多少不受限制。</translation>
    </message>
    <message>
        <source>No line is like that</source>
        <translation>没有符合条件的行</translation>
    </message>
    <message>
        <source>No model is kept on this machine yet</source>
        <translation>本机尚未保存模型</translation>
    </message>
    <message>
        <source>No more than {room} fit; take one away first.</source>
        <translation>最多容纳{room}；请先移除一个。</translation>
    </message>
    <message>
        <source>No network yet</source>
        <translation>尚无网络</translation>
    </message>
    <message>
        <source>No pair was named.</source>
        <translation>没有写出交易对。</translation>
    </message>
    <message>
        <source>No pair was traded yet</source>
        <translation>尚未交易过任何交易对</translation>
    </message>
    <message>
        <source>No personal model yet</source>
        <translation>尚无个人模型</translation>
    </message>
    <message>
        <source>No question is chosen</source>
        <translation>没有选中问题</translation>
    </message>
    <message>
        <source>No question is open</source>
        <translation>没有待答的问题</translation>
    </message>
    <message>
        <source>No release server is set.</source>
        <translation>尚未设置发布服务器。</translation>
    </message>
    <message>
        <source>No result is chosen</source>
        <translation>没有选中结果</translation>
    </message>
    <message>
        <source>No round is known</source>
        <translation>没有已知的轮次</translation>
    </message>
    <message>
        <source>No round was settled before this one.</source>
        <translation>在此之前没有结算过的轮次。</translation>
    </message>
    <message>
        <source>No round was verified yet</source>
        <translation>尚未验证过轮次</translation>
    </message>
    <message>
        <source>No round with my part yet</source>
        <translation>尚无我参与的轮次</translation>
    </message>
    <message>
        <source>No round yet</source>
        <translation>尚无轮次</translation>
    </message>
    <message>
        <source>No setting has “{query}”.</source>
        <translation>没有包含“{query}”的设置。</translation>
    </message>
    <message>
        <source>No store for blobs is chosen.</source>
        <translation>没有选择数据块的存储。</translation>
    </message>
    <message>
        <source>No stored candles, and no pair of the network&apos;s market, say what {coin} was worth in {currency}.</source>
        <translation>已存储的K线和网络行情的交易对都无法说明{coin}折合多少{currency}。</translation>
    </message>
    <message>
        <source>No trade yet</source>
        <translation>尚无交易</translation>
    </message>
    <message>
        <source>No transaction yet</source>
        <translation>尚无链上交易</translation>
    </message>
    <message>
        <source>No {key} candles are stored.</source>
        <translation>没有存储{key}的K线。</translation>
    </message>
    <message>
        <source>No {symbol} candles on this machine</source>
        <translation>本机没有{symbol}的K线</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>No. {number} · {symbol} {timeframe} · from {source} · {how}</source>
        <translation>序号{number} · {symbol} {timeframe} · 来自{source} · {how}</translation>
    </message>
    <message>
        <source>Nobody has joined yet</source>
        <translation>尚无人加入</translation>
    </message>
    <message>
        <source>Nobody has taken part yet</source>
        <translation>尚无人参与</translation>
    </message>
    <message>
        <source>Nobody has that address: coins sent there are lost.</source>
        <translation>没有人拥有该地址：发到那里的币会丢失。</translation>
    </message>
    <message>
        <source>Nobody was chosen to send to.</source>
        <translation>没有选择收款人。</translation>
    </message>
    <message>
        <source>Nodes: {urls}</source>
        <translation>节点：{urls}</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Noise is counted in one trader&apos;s answer: with 1 a sum costs an epsilon of 4.8, with 2 of 2.2. 0 agrees to questions without noise too.</source>
        <translation>噪声以一个交易者的回答为单位：为1时每次求和花费epsilon 4.8，为2时花费2.2。0表示也同意没有噪声的问题。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>None of the chosen stores keeps blobs.</source>
        <translation>所选的存储都不保存数据块。</translation>
    </message>
    <message>
        <source>None yet.</source>
        <translation>暂无。</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Not backed up</source>
        <translation>未备份</translation>
    </message>
    <message>
        <source>Not backed up: {amount} at risk</source>
        <translation>未备份：{amount}有风险</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Not connected to a network</source>
        <translation>未连接到网络</translation>
    </message>
    <message>
        <source>Not connected to a network.</source>
        <translation>未连接到网络。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Not right: {named}. Compare the paper with the words.</source>
        <translation>不正确：{named}。请把纸上的与助记词对照。</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>Not this one</source>
        <translation>不是这个</translation>
    </message>
    <message>
        <source>Not up to date. {message} {remedy}</source>
        <translation>不是最新。{message}{remedy}</translation>
    </message>
    <message>
        <source>Not up to date. {network_problem}</source>
        <translation>不是最新。{network_problem}</translation>
    </message>
    <message>
        <source>Not up to date. {why}</source>
        <translation>不是最新。{why}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note (may be left empty)</source>
        <translation>备注（可留空）</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>还没有发生任何事</translation>
    </message>
    <message>
        <source>Nothing has left this machine yet</source>
        <translation>尚无内容离开本机</translation>
    </message>
    <message>
        <source>Nothing has these words.</source>
        <translation>没有内容包含这些词。</translation>
    </message>
    <message>
        <source>Nothing in the guide has these words.</source>
        <translation>指南中没有内容包含这些词。</translation>
    </message>
    <message>
        <source>Nothing is about to be sent</source>
        <translation>没有即将发送的内容</translation>
    </message>
    <message>
        <source>Nothing is answered without my word.</source>
        <translation>未经我同意，不回答任何问题。</translation>
    </message>
    <message>
        <source>Nothing is being fetched</source>
        <translation>没有正在获取的内容</translation>
    </message>
    <message>
        <source>Nothing is held</source>
        <translation>没有持仓</translation>
    </message>
    <message>
        <source>Nothing of it is shown. Check updates.url, and look at the project&apos;s own page.</source>
        <translation>其内容一概不显示。请检查updates.url，并查看项目自己的网页。</translation>
    </message>
    <message>
        <source>Nothing to claim yet</source>
        <translation>尚无可领取的</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>尚无可比较的</translation>
    </message>
    <message>
        <source>Nothing was asked yet</source>
        <translation>尚未提过问题</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>没有发送任何内容。</translation>
    </message>
    <message>
        <source>Nothing was signed.</source>
        <translation>没有签署任何内容。</translation>
    </message>
    <message>
        <source>Nothing was spent yet.</source>
        <translation>尚未花费。</translation>
    </message>
    <message>
        <source>Nothing was taken from the file.</source>
        <translation>没有从文件中导入任何内容。</translation>
    </message>
    <message>
        <source>Nothing was trained yet</source>
        <translation>尚未训练过</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Noting</source>
        <translation>记录中</translation>
    </message>
    <message>
        <source>Novelty</source>
        <translation>新颖度</translation>
    </message>
    <message>
        <source>Novelty of the market</source>
        <translation>市场的新颖度</translation>
    </message>
    <message>
        <source>Novelty of the newest</source>
        <translation>最新窗口的新颖度</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Of equity</source>
        <translation>占权益</translation>
    </message>
    <message>
        <source>Of the pair&apos;s running profit below its highest point so far.</source>
        <translation>该交易对的累计利润低于其此前最高点的数额。</translation>
    </message>
    <message>
        <source>Of the products in your own trainings; rounds and private training use 32 bits. 16 bits are less exact, and faster where the device has units for them.</source>
        <translation>用于你自己训练中的乘积；轮次和隐私训练使用32位。16位精度较低，在设备有相应单元时更快。</translation>
    </message>
    <message>
        <source>Of the window. The command line, files, records and what other programs say stay in English.</source>
        <translation>指窗口的语言。命令行、文件、记录以及其他程序的输出仍为英文。</translation>
    </message>
    <message>
        <source>Of total</source>
        <translation>占合计</translation>
    </message>
    <message>
        <source>Of {windows:,} validation windows, {share:.1%} came true below it; below that of the model&apos;s normal distribution {gaussian:.1%}.</source>
        <translation>在{windows:,}个验证窗口中，{share:.1%}的实际值低于它；低于模型正态分布相应值的有{gaussian:.1%}。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>On paper, by the agent&apos;s rule on the same candles; {trades}.</source>
        <translation>模拟盘，按代理的规则在同样的K线上；{trades}。</translation>
    </message>
    <message>
        <source>On the test</source>
        <translation>在测试集上</translation>
    </message>
    <message>
        <source>One a message, with the session key.</source>
        <translation>每条消息一个，用会话密钥。</translation>
    </message>
    <message>
        <source>One of these strengths cannot be.</source>
        <translation>其中一个强度不可用。</translation>
    </message>
    <message>
        <source>One sealed file</source>
        <translation>一个密封文件</translation>
    </message>
    <message>
        <source>Only a local network does; buy or ask for coins.</source>
        <translation>只有本地网络才有；请购买币或索要币。</translation>
    </message>
    <message>
        <source>Only a transaction that still waits can be replaced.</source>
        <translation>只有仍在等待的链上交易才能替换。</translation>
    </message>
    <message>
        <source>Only accounts whose key is elsewhere can be taken off the list.</source>
        <translation>只有密钥在别处的账户才能从列表中移除。</translation>
    </message>
    <message>
        <source>Only files are read, no folders or records.</source>
        <translation>只读取文件，不读取文件夹或记录。</translation>
    </message>
    <message>
        <source>Only for times that say no zone themselves; the report says which one was assumed. An hour that clocks show twice is told apart by the file&apos;s order, or refused with its lines.</source>
        <translation>只用于自身没有注明时区的时间；报告会说明采用了哪个时区。时钟出现两次的那一小时按文件顺序区分，否则连同行号一起拒绝。</translation>
    </message>
    <message>
        <source>Only for {network}, chain {chain}: the code says so. What is sent to this address on another chain is not seen here. Payers should compare the whole address.</source>
        <translation>仅限{network}，链{chain}：二维码中已写明。在其他链上发到此地址的款项，这里看不到。付款人应核对完整的地址。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>questions</comment>
        <translation>待答</translation>
    </message>
    <message>
        <source>Open Wallet</source>
        <translation>打开钱包</translation>
    </message>
    <message>
        <source>Open a network file</source>
        <translation>打开网络文件</translation>
    </message>
    <message>
        <source>Open a network file…</source>
        <translation>打开网络文件…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open it with a key of its recipients.</source>
        <translation>请用其接收方的密钥打开。</translation>
    </message>
    <message>
        <source>Open questions</source>
        <translation>待答问题</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>打开网页</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Open them on Wallet.</source>
        <translation>请在“钱包”中打开。</translation>
    </message>
    <message>
        <source>Opening the account</source>
        <translation>正在打开账户</translation>
    </message>
    <message>
        <source>Operator, says the link</source>
        <translation>运营方（链接所称）</translation>
    </message>
    <message>
        <source>Or take part in an operator&apos;s network: its signed file says where it is.</source>
        <translation>或加入运营方的网络：其签名文件说明网络在哪里。</translation>
    </message>
    <message>
        <source>Out of sample</source>
        <translation>样本外</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>异常值</translation>
    </message>
    <message>
        <source>Over the candles</source>
        <translation>K线之上</translation>
    </message>
    <message>
        <source>Own fee</source>
        <translation>自定手续费</translation>
    </message>
    <message>
        <source>P(up)</source>
        <translation>P（涨）</translation>
    </message>
    <message>
        <source>Paid by mean</source>
        <translation>计酬均值</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>交易对</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>交易对</translation>
    </message>
    <message>
        <source>Pairs and what came of them</source>
        <translation>交易对及其结果</translation>
    </message>
    <message>
        <source>Pairs: {pairs}</source>
        <translation>交易对：{pairs}</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>模拟盘</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Part of the agent&apos;s equity that is invested, in percent</source>
        <translation>代理权益中已投入的部分（百分比）</translation>
    </message>
    <message>
        <source>Part of the log variance&apos;s ups and downs that the forecast explains; higher is better.</source>
        <translation>预测所能解释的对数方差起伏的比例；越高越好。</translation>
    </message>
    <message>
        <source>Part of the program</source>
        <translation>程序的模块</translation>
    </message>
    <message>
        <source>Part of the squared error of &apos;tomorrow&apos;s variance is today&apos;s&apos; that the model removes.</source>
        <translation>模型消除的“明日方差等于今日”的平方误差的比例。</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>参与者</translation>
    </message>
    <message>
        <source>Parts of Questions</source>
        <translation>“问题”的各部分</translation>
    </message>
    <message>
        <source>Parts of Rounds</source>
        <translation>“轮次”的各部分</translation>
    </message>
    <message>
        <source>Parts of the quality score</source>
        <translation>质量评分的各部分</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password of the file</source>
        <translation>文件的密码</translation>
    </message>
    <message>
        <source>Password of the wallet</source>
        <translation>钱包的密码</translation>
    </message>
    <message>
        <source>Past questions</source>
        <translation>以往的问题</translation>
    </message>
    <message>
        <source>Paste an address, or type a contact&apos;s name.</source>
        <translation>粘贴地址，或输入联系人的名称。</translation>
    </message>
    <message>
        <source>Paste the address alone and type the amount.</source>
        <translation>请只粘贴地址，并输入数额。</translation>
    </message>
    <message>
        <source>Paste the address alone.</source>
        <translation>请只粘贴地址。</translation>
    </message>
    <message>
        <source>Patience with the signer</source>
        <translation>等待签名器的时限</translation>
    </message>
    <message>
        <source>Payable</source>
        <translation>计酬</translation>
    </message>
    <message>
        <source>Payable (nat)</source>
        <translation>计酬（nat）</translation>
    </message>
    <message>
        <source>Payout tables</source>
        <translation>支付表</translation>
    </message>
    <message>
        <source>Payout tables go on chain when a round is settled.</source>
        <translation>轮次结算时，支付表会上链。</translation>
    </message>
    <message>
        <source>Personal</source>
        <translation>个人</translation>
    </message>
    <message>
        <source>Personal less alone</source>
        <translation>个人减单独</translation>
    </message>
    <message>
        <source>Personal less global</source>
        <translation>个人减全局</translation>
    </message>
    <message>
        <source>Personal model</source>
        <translation>个人模型</translation>
    </message>
    <message>
        <source>Personalise</source>
        <translation>个性化</translation>
    </message>
    <message>
        <source>Personalise fits the network&apos;s model to your own candles. Nothing of it is sent.</source>
        <translation>“个性化”让网络的模型适应你自己的K线。不发送任何内容。</translation>
    </message>
    <message>
        <source>Personalising</source>
        <translation>正在个性化</translation>
    </message>
    <message>
        <source>Personalising…</source>
        <translation>正在个性化…</translation>
    </message>
    <message>
        <source>Picture of the chart (PNG)…</source>
        <translation>图表的图片（PNG）…</translation>
    </message>
    <message>
        <source>Position before</source>
        <translation>之前的仓位</translation>
    </message>
    <message>
        <source>Position wanted</source>
        <translation>目标仓位</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>持仓</translation>
    </message>
    <message>
        <source>Positions of the agent</source>
        <translation>代理的持仓</translation>
    </message>
    <message>
        <source>PostgreSQL needs a package that is missing: psycopg.</source>
        <translation>PostgreSQL缺少一个所需的包：psycopg。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Prices are computed by this machine, not recorded at an exchange.</source>
        <translation>价格由本机计算，不是交易所的记录。</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>Privacy budget</source>
        <translation>隐私预算</translation>
    </message>
    <message>
        <source>Privacy budget: epsilon {epsilon_round} this round, {epsilon_after}{limit} after it, at delta {delta}.</source>
        <translation>隐私预算：本轮epsilon {epsilon_round}，之后为{epsilon_after}{limit}，delta为{delta}。</translation>
    </message>
    <message>
        <source>Privacy budget: epsilon {epsilon} {each}, {epsilon_after}{limit} in all after one, at delta {delta}.</source>
        <translation>隐私预算：{each}花费epsilon {epsilon}，一次之后合计{epsilon_after}{limit}，delta为{delta}。</translation>
    </message>
    <message>
        <source>Privacy budget: none is kept.</source>
        <translation>隐私预算：没有保障。</translation>
    </message>
    <message>
        <source>Privacy budget: the question adds no noise, so that nothing bounds what the sum says of you.</source>
        <translation>隐私预算：该问题不加噪声，因此总和会透露你多少信息没有界限。</translation>
    </message>
    <message>
        <source>Privacy limit</source>
        <translation>隐私上限</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Private training clips each window&apos;s gradient exactly, in float32.</source>
        <translation>隐私训练以float32精确裁剪每个窗口的梯度。</translation>
    </message>
    <message>
        <source>Private training has no pull towards its start.</source>
        <translation>隐私训练没有拉向起点的约束。</translation>
    </message>
    <message>
        <source>Private training needs Opacus, which is not installed.</source>
        <translation>隐私训练需要Opacus，但未安装。</translation>
    </message>
    <message>
        <source>Probability of a rise</source>
        <translation>上涨的概率</translation>
    </message>
    <message>
        <source>Profit</source>
        <translation>盈利</translation>
    </message>
    <message>
        <source>Profit can be claimed.</source>
        <translation>有收益可以领取。</translation>
    </message>
    <message>
        <source>Profit of the agent by day</source>
        <translation>代理每日利润</translation>
    </message>
    <message>
        <source>Profit of the agent by pair</source>
        <translation>代理各交易对利润</translation>
    </message>
    <message>
        <source>Profit or loss</source>
        <translation>盈亏</translation>
    </message>
    <message>
        <source>Profit share</source>
        <translation>利润份额</translation>
    </message>
    <message>
        <source>Progress of all pairs</source>
        <translation>所有交易对的进度</translation>
    </message>
    <message>
        <source>Progress of the running job</source>
        <translation>正在运行的任务的进度</translation>
    </message>
    <message>
        <source>Progress of the start</source>
        <translation>启动的进度</translation>
    </message>
    <message>
        <source>Progress of {job}</source>
        <translation>进度：{job}</translation>
    </message>
    <message>
        <source>Provisional: a neighbour has not confirmed an edge yet.</source>
        <translation>暂定：有一个邻居尚未确认一条边。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理服务器</translation>
    </message>
    <message>
        <source>Public halves of two fresh keys, for this sum alone.</source>
        <translation>两个新密钥的公开部分，仅用于此次求和。</translation>
    </message>
    <message>
        <source>Put a copy of it in its place, or import a CSV file of it.</source>
        <translation>用它的副本替换，或导入它的CSV文件。</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Put it on a node of your own.</source>
        <translation>把它放到你自己的节点上。</translation>
    </message>
    <message>
        <source>Put nothing in the place of the chosen one</source>
        <translation>用一笔空交易取代所选交易</translation>
    </message>
    <message>
        <source>Put {amount} at stake. A bond is what makes a rule-breaker pay.</source>
        <translation>质押{amount}。有了保证金，违规者才会付出代价。</translation>
    </message>
    <message>
        <source>QR code of {request}</source>
        <translation>{request}的二维码</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Quality {score} of 100</source>
        <translation>质量{score}（满分100）</translation>
    </message>
    <message>
        <source>Quantiles have rising levels between 0 and 1.</source>
        <translation>分位数的水平须在0到1之间递增。</translation>
    </message>
    <message>
        <source>Quantiles of the next day&apos;s variance</source>
        <translation>次日方差的分位数</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Question {number} is not shown: {reason}</source>
        <translation>问题{number}未显示：{reason}</translation>
    </message>
    <message>
        <source>Question {number} is refused. Nothing was sent.</source>
        <translation>问题{number}已拒绝。未发送任何内容。</translation>
    </message>
    <message>
        <source>Question {number}: {status}; {mine} {note}</source>
        <translation>问题{number}：{status}；{mine} {note}</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Questions about {column} are asked one by one again.</source>
        <translation>有关{column}的问题将重新逐个询问。</translation>
    </message>
    <message>
        <source>Questions about {column} count as agreed to.</source>
        <translation>有关{column}的问题视为已同意。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>RPC of your own IPFS node.</source>
        <translation>你自己的IPFS节点的RPC。</translation>
    </message>
    <message>
        <source>Raise the limit (conflux privacy budget --epsilon), train on other candles, or sit this round out.</source>
        <translation>提高上限（conflux privacy budget --epsilon）、用其他K线训练，或不参加本轮。</translation>
    </message>
    <message>
        <source>Random walk</source>
        <translation>随机游走</translation>
    </message>
    <message>
        <source>Ranges</source>
        <translation>波幅</translation>
    </message>
    <message>
        <source>Rank correlation of forecast and return; 0 is a guess.</source>
        <translation>预测与收益的秩相关；0等于瞎猜。</translation>
    </message>
    <message>
        <source>Raw (nat)</source>
        <translation>原始（nat）</translation>
    </message>
    <message>
        <source>Raw score</source>
        <translation>原始评分</translation>
    </message>
    <message>
        <source>Raw score (nat)</source>
        <translation>原始评分（nat）</translation>
    </message>
    <message>
        <source>Read candle files: Parquet, Feather, CSV or JSON</source>
        <translation>读取K线文件：Parquet、Feather、CSV或JSON</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>读取中</translation>
    </message>
    <message>
        <source>Reading the account</source>
        <translation>正在读取账户</translation>
    </message>
    <message>
        <source>Reading the list of exchanges</source>
        <translation>正在读取交易所列表</translation>
    </message>
    <message>
        <source>Reading the list of exchanges…</source>
        <translation>正在读取交易所列表…</translation>
    </message>
    <message>
        <source>Reading the log</source>
        <translation>正在读取日志</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>正在读取日志…</translation>
    </message>
    <message>
        <source>Reading time zones</source>
        <translation>正在读取时区</translation>
    </message>
    <message>
        <source>Reading what is there</source>
        <translation>正在读取现有内容</translation>
    </message>
    <message>
        <source>Realised volatility of each whole UTC day: the root of the sum of squared log returns.</source>
        <translation>每个完整UTC日的已实现波动率：对数收益平方和的平方根。</translation>
    </message>
    <message>
        <source>Realised, less the fees of all fills; what is still held is not in it.</source>
        <translation>已实现，已扣除所有成交的手续费；仍持有的不计入。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Receive…</source>
        <translation>收款…</translation>
    </message>
    <message>
        <source>Recent decisions of the agent</source>
        <translation>代理的最近决策</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>收款人</translation>
    </message>
    <message>
        <source>Reference currency</source>
        <translation>参考货币</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Refusing question {number}</source>
        <translation>正在拒绝问题{number}</translation>
    </message>
    <message>
        <source>Release server</source>
        <translation>发布服务器</translation>
    </message>
    <message>
        <source>Reliable</source>
        <translation>可靠率</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove some.</source>
        <translation>请移除一些。</translation>
    </message>
    <message>
        <source>Remove the file, and look at the project&apos;s own page once.</source>
        <translation>请移除该文件，并到项目自己的网页查看一次。</translation>
    </message>
    <message>
        <source>Remove the limit</source>
        <translation>移除上限</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename the account</source>
        <translation>重命名账户</translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation>重命名文件。</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Repair its package.</source>
        <translation>修复其软件包。</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>重复片段</translation>
    </message>
    <message>
        <source>Replacing</source>
        <translation>正在替换</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Reset {title} to its default</source>
        <translation>将{title}重置为默认值</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore from</source>
        <translation>恢复自</translation>
    </message>
    <message>
        <source>Restore from a back-up, or start the local network in another folder.</source>
        <translation>从备份恢复，或在另一个文件夹中启动本地网络。</translation>
    </message>
    <message>
        <source>Restore from a file</source>
        <translation>从文件恢复</translation>
    </message>
    <message>
        <source>Restore from a file…</source>
        <translation>从文件恢复…</translation>
    </message>
    <message>
        <source>Restore from words</source>
        <translation>用助记词恢复</translation>
    </message>
    <message>
        <source>Restore from words…</source>
        <translation>用助记词恢复…</translation>
    </message>
    <message>
        <source>Restore it from a backup, or delete it to begin anew.</source>
        <translation>从备份恢复它，或删除它重新开始。</translation>
    </message>
    <message>
        <source>Restore it from a backup.</source>
        <translation>从备份恢复它。</translation>
    </message>
    <message>
        <source>Restore it from its back-up.</source>
        <translation>从其备份恢复它。</translation>
    </message>
    <message>
        <source>Restore the wallet from its back-up file or its words; nothing is erased.</source>
        <translation>用备份文件或助记词恢复钱包；不会删除任何内容。</translation>
    </message>
    <message>
        <source>Restore the wallet from its back-up on the Wallet screen.</source>
        <translation>在“钱包”界面用备份恢复钱包。</translation>
    </message>
    <message>
        <source>Restore the wallet from its back-up.</source>
        <translation>用备份恢复钱包。</translation>
    </message>
    <message>
        <source>Restore them in an empty data folder.</source>
        <translation>在空的数据文件夹中恢复它们。</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Results are public, also of questions that you did not answer.</source>
        <translation>结果是公开的，你没有回答的问题也是如此。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Resume later: nothing of your part is lost.</source>
        <translation>稍后继续：你的部分不会丢失。</translation>
    </message>
    <message>
        <source>Resume the round</source>
        <translation>继续本轮</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>收益率</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>核对…</translation>
    </message>
    <message>
        <source>Risk QLIKE</source>
        <translation>风险QLIKE</translation>
    </message>
    <message>
        <source>Risk R²</source>
        <translation>风险R²</translation>
    </message>
    <message>
        <source>Risk R² against mean</source>
        <translation>风险R²对均值</translation>
    </message>
    <message>
        <source>Risk R² against today</source>
        <translation>风险R²对今日</translation>
    </message>
    <message>
        <source>Risk log-likelihood</source>
        <translation>风险对数似然</translation>
    </message>
    <message>
        <source>Risk, R²</source>
        <translation>风险，R²</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Round to look at</source>
        <translation>要查看的轮次</translation>
    </message>
    <message>
        <source>Round {number}</source>
        <translation>第{number}轮</translation>
    </message>
    <message>
        <source>Round {number} is settled: my score is {score} nat.</source>
        <translation>第{number}轮已结算：我的评分为{score} nat。</translation>
    </message>
    <message>
        <source>Round {number} was aborted.</source>
        <translation>第{number}轮已中止。</translation>
    </message>
    <message>
        <source>Round {number}: my score is {score} nat.</source>
        <translation>第{number}轮：我的评分为{score} nat。</translation>
    </message>
    <message>
        <source>Round {round_id}: {total} in all, to {destination}. Nothing was sent yet.</source>
        <translation>第{round_id}轮：合计{total}，发往{destination}。尚未发送任何内容。</translation>
    </message>
    <message>
        <source>Round {round_id}: {verdict}</source>
        <translation>第{round_id}轮：{verdict}</translation>
    </message>
    <message>
        <source>Round {round_id}{attempt}</source>
        <translation>第{round_id}轮{attempt}</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Rounds opens and shows what your network says about it. Nothing is joined or sent.</source>
        <translation>将打开“轮次”，显示你的网络对它的说明。不会加入或发送任何内容。</translation>
    </message>
    <message>
        <source>Rounds that this machine takes part in are listed here with their scores.</source>
        <translation>本机参与的轮次及其评分列在这里。</translation>
    </message>
    <message>
        <source>Run the demo again.</source>
        <translation>重新运行演示。</translation>
    </message>
    <message>
        <source>Save it as CSV UTF-8.</source>
        <translation>请另存为CSV UTF-8。</translation>
    </message>
    <message>
        <source>Save it as CSV with the encoding UTF-8.</source>
        <translation>请用UTF-8编码保存为CSV。</translation>
    </message>
    <message>
        <source>Say no; nothing is sent</source>
        <translation>拒绝；不发送任何内容</translation>
    </message>
    <message>
        <source>Say the blob&apos;s SHA-256 digest, and it can be checked.</source>
        <translation>给出数据块的SHA-256摘要，就能检查它。</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Score is</source>
        <translation>评分状态</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>界面</translation>
    </message>
    <message>
        <source>Search indicators</source>
        <translation>搜索指标</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>搜索指南</translation>
    </message>
    <message>
        <source>Search: RSI, Bollinger, volume, Wilder…</source>
        <translation>搜索：RSI、Bollinger、volume、Wilder…</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>See its result.</source>
        <translation>请查看其结果。</translation>
    </message>
    <message>
        <source>See what leaves before you agree</source>
        <translation>同意之前先看清离开本机的内容</translation>
    </message>
    <message>
        <source>Seed words or private key</source>
        <translation>助记词或私钥</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send less, or choose a slower fee.</source>
        <translation>少发一些，或选择更慢的手续费档位。</translation>
    </message>
    <message>
        <source>Send less, or get coins.</source>
        <translation>少发一些，或补充币。</translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation>少发一些。</translation>
    </message>
    <message>
        <source>Send the chosen one with a higher fee</source>
        <translation>以更高的手续费重发所选交易</translation>
    </message>
    <message>
        <source>Send to…</source>
        <translation>发送给…</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Set a password</source>
        <translation>设置密码</translation>
    </message>
    <message>
        <source>Set a password first.</source>
        <translation>请先设置密码。</translation>
    </message>
    <message>
        <source>Set it right, best by switching on automatic time, or rounds will not accept what you send.</source>
        <translation>请校准时钟，最好开启自动设置时间，否则轮次不会接受你发送的内容。</translation>
    </message>
    <message>
        <source>Set its address: conflux config set updates.url https://…</source>
        <translation>设置其地址：conflux config set updates.url https://…</translation>
    </message>
    <message>
        <source>Set the limit</source>
        <translation>设定上限</translation>
    </message>
    <message>
        <source>Set this machine&apos;s clock, and sign a delegation that begins an hour ago.</source>
        <translation>校准本机时钟，并签署一份从一小时前开始的委托。</translation>
    </message>
    <message>
        <source>Set timeout_seconds and size_limit_mib above 0.</source>
        <translation>将timeout_seconds和size_limit_mib设为大于0。</translation>
    </message>
    <message>
        <source>Set updates.url to the final address, if you know whose it is.</source>
        <translation>如果你知道最终地址属于谁，请把updates.url设为该地址。</translation>
    </message>
    <message>
        <source>Set wallet.signer_address in the settings.</source>
        <translation>请在设置中设定wallet.signer_address。</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Setting the privacy limit</source>
        <translation>正在设定隐私上限</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settled rounds, rewards, ended trainings, warnings and what went wrong are told here.</source>
        <translation>已结算的轮次、奖励、已结束的训练、警告和出错情况都在此告知。</translation>
    </message>
    <message>
        <source>Share first.</source>
        <translation>请先分发份额。</translation>
    </message>
    <message>
        <source>Share of realised variances below each quantile</source>
        <translation>各分位数之下的实际方差比例</translation>
    </message>
    <message>
        <source>Share of the agent&apos;s profit</source>
        <translation>代理利润的份额</translation>
    </message>
    <message>
        <source>Share of the log variance that is explained; higher is better.</source>
        <translation>所解释的对数方差的比例；越高越好。</translation>
    </message>
    <message>
        <source>Share of the windows whose calibrated edge, up or down, exceeds a round trip&apos;s cost of {round_trip_cost}.</source>
        <translation>校准后的优势（涨或跌）超过一次往返成本{round_trip_cost}的窗口所占的比例。</translation>
    </message>
    <message>
        <source>Sharpe, held</source>
        <translation>夏普比率，持有</translation>
    </message>
    <message>
        <source>Sharpe, traded</source>
        <translation>夏普比率，交易</translation>
    </message>
    <message>
        <source>Show money as bullets, from the start of the program. The eye and Ctrl+Shift+H change it, too.</source>
        <translation>从程序启动起就把金额显示为圆点。眼睛图标和Ctrl+Shift+H也可切换。</translation>
    </message>
    <message>
        <source>Show the round</source>
        <translation>显示轮次</translation>
    </message>
    <message>
        <source>Show the words</source>
        <translation>显示助记词</translation>
    </message>
    <message>
        <source>Show the words…</source>
        <translation>显示助记词…</translation>
    </message>
    <message>
        <source>Show them again</source>
        <translation>再次显示</translation>
    </message>
    <message>
        <source>Show them with your password.</source>
        <translation>用你的密码显示它们。</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Sign a delegation for this one.</source>
        <translation>为这个密钥签署委托。</translation>
    </message>
    <message>
        <source>Sign a new delegation.</source>
        <translation>签署新的委托。</translation>
    </message>
    <message>
        <source>Sign and send</source>
        <translation>签名并发送</translation>
    </message>
    <message>
        <source>Simulated market</source>
        <translation>模拟行情</translation>
    </message>
    <message>
        <source>Since (UTC)</source>
        <translation>起始（UTC）</translation>
    </message>
    <message>
        <source>Sit this round out.</source>
        <translation>不参加本轮。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>So far, by purpose</source>
        <translation>迄今为止，按用途</translation>
    </message>
    <message>
        <source>Some words back, please</source>
        <translation>请填回几个词</translation>
    </message>
    <message>
        <source>Somebody may want to keep you on an old version: look at the project&apos;s own page.</source>
        <translation>可能有人想让你停留在旧版本：请查看项目自己的网页。</translation>
    </message>
    <message>
        <source>Something else came first; look again.</source>
        <translation>有别的操作抢先了；请再看一下。</translation>
    </message>
    <message>
        <source>Speed up…</source>
        <translation>加速…</translation>
    </message>
    <message>
        <source>Split it, for example by year, or store it as Parquet.</source>
        <translation>请拆分它（例如按年），或存为Parquet。</translation>
    </message>
    <message>
        <source>Split it, for example by year, or use longer ones.</source>
        <translation>请拆分它（例如按年），或使用更长的周期。</translation>
    </message>
    <message>
        <source>Split it, for example by year.</source>
        <translation>请拆分它，例如按年。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Stages of training</source>
        <translation>训练的阶段</translation>
    </message>
    <message>
        <source>Stake a bond and wait until the chain shows it.</source>
        <translation>质押保证金，并等待链上显示。</translation>
    </message>
    <message>
        <source>Stake more and join again.</source>
        <translation>增加质押后重新加入。</translation>
    </message>
    <message>
        <source>Stale runs</source>
        <translation>停滞段</translation>
    </message>
    <message>
        <source>Standard deviation of the noise in the sum, in the size of one trader&apos;s answer.</source>
        <translation>总和中噪声的标准差，以一个交易者回答的大小为单位。</translation>
    </message>
    <message>
        <source>Standing consent</source>
        <translation>长期同意</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Start anew: what was sent so far is incomplete.</source>
        <translation>重新开始：此前发送的内容不完整。</translation>
    </message>
    <message>
        <source>Start it on its screen.</source>
        <translation>请在其界面上启动。</translation>
    </message>
    <message>
        <source>Start taking {amount} out of the bond. It stays at stake until the delay is over.</source>
        <translation>开始从保证金中取出{amount}。延迟期结束前它仍处于质押中。</translation>
    </message>
    <message>
        <source>Start the local network again.</source>
        <translation>重新启动本地网络。</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Starting the sample market</source>
        <translation>正在启动示例市场</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>留在这里</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Steps of the round</source>
        <translation>轮次的步骤</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop it, or choose another folder with --data-dir.</source>
        <translation>停止它，或用--data-dir选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Stop what uses it or choose another port.</source>
        <translation>停止占用它的程序，或选择另一个端口。</translation>
    </message>
    <message>
        <source>Stop; what arrived is kept</source>
        <translation>停止；已收到的会保留</translation>
    </message>
    <message>
        <source>Stopped. What arrived is kept; Download goes on from there.</source>
        <translation>已停止。已收到的会保留；点“下载”可从中断处继续。</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Store it as numbers.</source>
        <translation>请存为数字。</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>已存</translation>
    </message>
    <message>
        <source>Stores</source>
        <translation>存储服务</translation>
    </message>
    <message>
        <source>Such a key has 64 hexadecimal digits.</source>
        <translation>这种密钥为64位十六进制数字。</translation>
    </message>
    <message>
        <source>Sums, at most</source>
        <translation>求和次数上限</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back every request that is not filled.</source>
        <translation>撤回所有未成交的申请。</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Taking back {column}</source>
        <translation>正在撤回{column}</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Tell the desktop</source>
        <translation>桌面通知</translation>
    </message>
    <message>
        <source>Tell the network&apos;s operator.</source>
        <translation>告知网络的运营方。</translation>
    </message>
    <message>
        <source>Tell the operator who published it.</source>
        <translation>告知发布它的运营方。</translation>
    </message>
    <message>
        <source>Tell the operator.</source>
        <translation>告知运营方。</translation>
    </message>
    <message>
        <source>Tell the operator. Nothing is wrong with this computer.</source>
        <translation>告知运营方。这台电脑没有问题。</translation>
    </message>
    <message>
        <source>Telling the desktop</source>
        <translation>正在通知桌面</translation>
    </message>
    <message>
        <source>Test and validation each take 0.05 to 0.5 of the windows.</source>
        <translation>测试和验证各占窗口的0.05至0.5。</translation>
    </message>
    <message>
        <source>Test: {test_windows:,} windows, {span}; parentheses hold 95 %, {better} is better, {worse} worse, {unclear} neither.</source>
        <translation>测试：{test_windows:,}个窗口，{span}；括号内为95%区间，{better}表示更好，{worse}表示更差，{unclear}表示两者皆非。</translation>
    </message>
    <message>
        <source>That address is not plain https.</source>
        <translation>该地址不是普通的https地址。</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>That is no fee.</source>
        <translation>这不是有效的手续费。</translation>
    </message>
    <message>
        <source>That is no link of Conflux.</source>
        <translation>这不是Conflux的链接。</translation>
    </message>
    <message>
        <source>That is no name for a contact.</source>
        <translation>这不能用作联系人名称。</translation>
    </message>
    <message>
        <source>That is no name for an account.</source>
        <translation>这不是账户的名称。</translation>
    </message>
    <message>
        <source>That is no request to sign in with an Ethereum account.</source>
        <translation>这不是用以太坊账户登录的请求。</translation>
    </message>
    <message>
        <source>That is not an address.</source>
        <translation>这不是地址。</translation>
    </message>
    <message>
        <source>That is this account itself.</source>
        <translation>这就是此账户自身。</translation>
    </message>
    <message>
        <source>That is too long for an address.</source>
        <translation>作为地址太长。</translation>
    </message>
    <message>
        <source>That link names no network.</source>
        <translation>该链接没有写明网络。</translation>
    </message>
    <message>
        <source>That link names no round.</source>
        <translation>该链接没有写明轮次。</translation>
    </message>
    <message>
        <source>That note cannot be kept.</source>
        <translation>无法保存该备注。</translation>
    </message>
    <message>
        <source>That password is too short.</source>
        <translation>密码太短。</translation>
    </message>
    <message>
        <source>That you answer becomes public, with your address.</source>
        <translation>你参与回答这件事会连同你的地址公开。</translation>
    </message>
    <message>
        <source>The account in use signs and takes part in rounds.</source>
        <translation>使用中的账户负责签名并参与轮次。</translation>
    </message>
    <message>
        <source>The account is locked.</source>
        <translation>账户已锁定。</translation>
    </message>
    <message>
        <source>The account&apos;s coins do not cover the higher fee.</source>
        <translation>该账户的币不足以支付更高的手续费。</translation>
    </message>
    <message>
        <source>The address book is damaged.</source>
        <translation>地址簿已损坏。</translation>
    </message>
    <message>
        <source>The agent may lose it. An allowance for exactly this amount is signed first where it is missing.</source>
        <translation>代理可能会亏掉它。如缺少授权，会先签署恰好为此数额的授权。</translation>
    </message>
    <message>
        <source>The agent paused: its limit {limit} was reached.</source>
        <translation>代理已暂停：达到限额{limit}。</translation>
    </message>
    <message>
        <source>The agent starts trading when the first round&apos;s model is published.</source>
        <translation>首个轮次的模型发布后，代理开始交易。</translation>
    </message>
    <message>
        <source>The agent trades on paper: no order reaches an exchange.</source>
        <translation>代理做模拟盘交易：没有订单到达交易所。</translation>
    </message>
    <message>
        <source>The agent writes down each decision with its reason.</source>
        <translation>代理会记录每个决策及其理由。</translation>
    </message>
    <message>
        <source>The agent&apos;s journal is malformed.</source>
        <translation>代理的日志格式有误。</translation>
    </message>
    <message>
        <source>The agent&apos;s trades are not up to date: {message}</source>
        <translation>代理的交易不是最新：{message}</translation>
    </message>
    <message>
        <source>The amount again</source>
        <translation>再次输入数额</translation>
    </message>
    <message>
        <source>The amount is in {currency} itself.</source>
        <translation>数额本身就以{currency}计。</translation>
    </message>
    <message>
        <source>The answer is too long.</source>
        <translation>回答太长。</translation>
    </message>
    <message>
        <source>The answer was cancelled: I am a drop-out, which is no fault.</source>
        <translation>回答已取消：我算作掉线，这不是过错。</translation>
    </message>
    <message>
        <source>The back-up does not hold a wallet.</source>
        <translation>备份中没有钱包。</translation>
    </message>
    <message>
        <source>The beacon is not a block&apos;s hash.</source>
        <translation>信标不是区块的哈希。</translation>
    </message>
    <message>
        <source>The block of the beacon does not exist yet.</source>
        <translation>信标所在的区块尚不存在。</translation>
    </message>
    <message>
        <source>The candles are damaged.</source>
        <translation>K线已损坏。</translation>
    </message>
    <message>
        <source>The candles are not those that the scores were asked for.</source>
        <translation>K线不是评分请求所针对的K线。</translation>
    </message>
    <message>
        <source>The candles are those of another round.</source>
        <translation>K线属于另一个轮次。</translation>
    </message>
    <message>
        <source>The candles that score this round are not closed yet.</source>
        <translation>为本轮评分的K线尚未收盘。</translation>
    </message>
    <message>
        <source>The chain does not show the closed epoch yet.</source>
        <translation>链上尚未显示结束的结算期。</translation>
    </message>
    <message>
        <source>The chain has no block yet.</source>
        <translation>链上尚无区块。</translation>
    </message>
    <message>
        <source>The chain id of the sign-in request is not valid.</source>
        <translation>登录请求的链ID无效。</translation>
    </message>
    <message>
        <source>The chain&apos;s node answers nonsense where a number is due.</source>
        <translation>应返回数字时，链的节点返回了无意义的内容。</translation>
    </message>
    <message>
        <source>The chain&apos;s node answers nonsense where bytes are due.</source>
        <translation>应返回字节时，链的节点返回了无意义的内容。</translation>
    </message>
    <message>
        <source>The chart is too small for a picture.</source>
        <translation>图表太小，无法生成图片。</translation>
    </message>
    <message>
        <source>The check was cancelled.</source>
        <translation>检查已取消。</translation>
    </message>
    <message>
        <source>The checkpoint is that of another training.</source>
        <translation>检查点属于另一次训练。</translation>
    </message>
    <message>
        <source>The checkpoint of this training is damaged.</source>
        <translation>此次训练的检查点已损坏。</translation>
    </message>
    <message>
        <source>The chosen line</source>
        <translation>所选的行</translation>
    </message>
    <message>
        <source>The close, and nothing else, names the new model.</source>
        <translation>只有收尾步骤才会指明新模型。</translation>
    </message>
    <message>
        <source>The commitments reached the chain after the first candle that scores them.</source>
        <translation>承诺在用于评分的首根K线之后才上链。</translation>
    </message>
    <message>
        <source>The commitments were posted after the first candle that scores them.</source>
        <translation>承诺在用于评分的首根K线之后才发布。</translation>
    </message>
    <message>
        <source>The coordinator and I differ about whether there is a reference direction.</source>
        <translation>协调器与我对是否有参考方向看法不一。</translation>
    </message>
    <message>
        <source>The coordinator left my join out.</source>
        <translation>协调器漏掉了我的加入。</translation>
    </message>
    <message>
        <source>The coordinator shows other figures than follow from the public records.</source>
        <translation>协调器显示的数值与公开记录推出的不符。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s account is not the one that the round names.</source>
        <translation>协调器的账户不是该轮次指明的账户。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s account of a question is malformed.</source>
        <translation>协调器对问题的说明格式有误。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s account of the round is malformed.</source>
        <translation>协调器对轮次的说明格式有误。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s list of clients is malformed.</source>
        <translation>协调器的客户端列表格式有误。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s list of questions is malformed.</source>
        <translation>协调器的问题列表格式有误。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s list of rounds is malformed.</source>
        <translation>协调器的轮次列表格式有误。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s payout table is malformed.</source>
        <translation>协调器的支付表格式有误。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s receipt is for another message.</source>
        <translation>协调器的回执对应另一条消息。</translation>
    </message>
    <message>
        <source>The coordinator&apos;s result is malformed.</source>
        <translation>协调器的结果格式有误。</translation>
    </message>
    <message>
        <source>The database&apos;s URL cannot be read.</source>
        <translation>无法读取数据库的URL。</translation>
    </message>
    <message>
        <source>The deepest fall from a peak within one trading window.</source>
        <translation>单个交易窗口内自峰值起的最大跌幅。</translation>
    </message>
    <message>
        <source>The earlier payouts are not those that the terms name.</source>
        <translation>先前的支付不是条款所指明的支付。</translation>
    </message>
    <message>
        <source>The emission must be within the first mint, and that within the cap.</source>
        <translation>发行量不得超过首次铸造量，首次铸造量不得超过上限。</translation>
    </message>
    <message>
        <source>The envelope is not sealed to this key.</source>
        <translation>信封没有密封给此密钥。</translation>
    </message>
    <message>
        <source>The envelope was altered or is not whole.</source>
        <translation>信封被改动过或不完整。</translation>
    </message>
    <message>
        <source>The exchange has no candles of that time.</source>
        <translation>交易所没有那段时间的K线。</translation>
    </message>
    <message>
        <source>The exchange has no candles of these symbols yet.</source>
        <translation>交易所尚无这些交易对的K线。</translation>
    </message>
    <message>
        <source>The external signer asks you now. Look there.</source>
        <translation>外部签名器正在询问你。请到那里查看。</translation>
    </message>
    <message>
        <source>The fast mean must be shorter than the slow one.</source>
        <translation>快速均线必须短于慢速均线。</translation>
    </message>
    <message>
        <source>The features are not those of the model.</source>
        <translation>特征不是该模型的特征。</translation>
    </message>
    <message>
        <source>The file {gone} is not there any more.</source>
        <translation>文件{gone}已不存在。</translation>
    </message>
    <message>
        <source>The file&apos;s password is the wallet&apos;s from then on.</source>
        <translation>此后文件的密码即为钱包的密码。</translation>
    </message>
    <message>
        <source>The first line does not name the columns.</source>
        <translation>第一行没有写明列名。</translation>
    </message>
    <message>
        <source>The global model has moved on since: personalise again to grow from the newest.</source>
        <translation>全局模型此后已更新：请重新个性化，以最新模型为起点。</translation>
    </message>
    <message>
        <source>The gradient of a window needs a norm above 0.</source>
        <translation>窗口的梯度需要大于0的范数。</translation>
    </message>
    <message>
        <source>The inbox is for another client, round or attempt.</source>
        <translation>收件箱属于另一个客户端、轮次或尝试。</translation>
    </message>
    <message>
        <source>The inbox is not in the order of addresses.</source>
        <translation>收件箱未按地址排序。</translation>
    </message>
    <message>
        <source>The key file holds another key than the address in it says.</source>
        <translation>密钥文件中的密钥与其中写明的地址不符。</translation>
    </message>
    <message>
        <source>The key file&apos;s password is wrong, or the file was altered.</source>
        <translation>密钥文件的密码错误，或文件被改动过。</translation>
    </message>
    <message>
        <source>The key is in the external signer</source>
        <translation>密钥在外部签名器中</translation>
    </message>
    <message>
        <source>The key stays in Clef, or in the Ledger or Trezor behind it, which asks you there whenever this account signs. Its address is in Settings, Wallet.</source>
        <translation>密钥留在Clef中，或留在其后的Ledger或Trezor中；此账户每次签名时，会在那里询问你。其地址在“设置”的“钱包”中。</translation>
    </message>
    <message>
        <source>The limit is epsilon {epsilon} at delta {delta}, counting {what}.</source>
        <translation>上限为epsilon {epsilon}，delta为{delta}，计算范围：{what}。</translation>
    </message>
    <message>
        <source>The list of commitments is for another round or attempt.</source>
        <translation>承诺列表属于另一个轮次或尝试。</translation>
    </message>
    <message>
        <source>The list of commitments is not in the order of addresses, each once.</source>
        <translation>承诺列表未按地址排序，或有地址重复。</translation>
    </message>
    <message>
        <source>The list of commitments lacks mine.</source>
        <translation>承诺列表中没有我的承诺。</translation>
    </message>
    <message>
        <source>The list of commitments, or the norm request, is not the one whose root is on chain.</source>
        <translation>承诺列表或范数请求与链上的根不符。</translation>
    </message>
    <message>
        <source>The list of norm openings is for another round or attempt.</source>
        <translation>范数打开列表属于另一个轮次或尝试。</translation>
    </message>
    <message>
        <source>The list of norm openings is not in order or holds a stranger.</source>
        <translation>范数打开列表顺序不对，或含有外人。</translation>
    </message>
    <message>
        <source>The list of norm openings lacks mine.</source>
        <translation>范数打开列表中没有我的。</translation>
    </message>
    <message>
        <source>The log is empty</source>
        <translation>日志为空</translation>
    </message>
    <message>
        <source>The log is not as it was written</source>
        <translation>日志与写入时不一致</translation>
    </message>
    <message>
        <source>The loss it took away.</source>
        <translation>它消除的损失。</translation>
    </message>
    <message>
        <source>The masked update is not the one that its sender signed.</source>
        <translation>掩码更新不是其发送方所签名的那个。</translation>
    </message>
    <message>
        <source>The messages of the record are not in the order of their steps.</source>
        <translation>记录中的消息未按步骤排序。</translation>
    </message>
    <message>
        <source>The model holds no arrays.</source>
        <translation>模型中没有数组。</translation>
    </message>
    <message>
        <source>The model is</source>
        <translation>模型表现</translation>
    </message>
    <message>
        <source>The model was changed outside the part that is trained.</source>
        <translation>模型在所训练部分之外被更改。</translation>
    </message>
    <message>
        <source>The most unusual pair is more unusual than so many of the candles before the window. Beyond 99 % the model has not seen a market like this, and the agent holds less on its word.</source>
        <translation>最不寻常的交易对比窗口之前这个比例的K线更不寻常。超过99%时，模型没见过这样的市场，代理依其预测持有的仓位会更少。</translation>
    </message>
    <message>
        <source>The network file describes no network.</source>
        <translation>网络文件没有描述任何网络。</translation>
    </message>
    <message>
        <source>The network file is not JSON as it has to be.</source>
        <translation>网络文件不是符合要求的JSON。</translation>
    </message>
    <message>
        <source>The network file is old or of another network; ask the operator for a new one.</source>
        <translation>网络文件已过时或属于另一个网络；请向运营方索要新的。</translation>
    </message>
    <message>
        <source>The network has had no round, so nobody knows its operator.</source>
        <translation>网络尚未有过轮次，因此无人知道其运营方。</translation>
    </message>
    <message>
        <source>The network stops.</source>
        <translation>网络正在停止。</translation>
    </message>
    <message>
        <source>The next model is not the last one plus the sum&apos;s step.</source>
        <translation>下一个模型不等于上一个模型加上总和的步长。</translation>
    </message>
    <message>
        <source>The norm check left it out: {shortened}.</source>
        <translation>范数检查将其排除：{shortened}。</translation>
    </message>
    <message>
        <source>The norm openings have not begun.</source>
        <translation>范数打开尚未开始。</translation>
    </message>
    <message>
        <source>The norm request is for another round.</source>
        <translation>范数请求属于另一个轮次。</translation>
    </message>
    <message>
        <source>The notes hold signs that do not print.</source>
        <translation>版本说明中含有不可打印的字符。</translation>
    </message>
    <message>
        <source>The operator can ask with noise, or about other days.</source>
        <translation>运营方可以加噪声后再问，或询问其他日期。</translation>
    </message>
    <message>
        <source>The operator in that link is none: it is 0x and 40 hexadecimal digits.</source>
        <translation>该链接中的运营方无效：应为0x加40位十六进制数字。</translation>
    </message>
    <message>
        <source>The pair of each of your own fills.</source>
        <translation>你自己每笔成交的交易对。</translation>
    </message>
    <message>
        <source>The pairs whose candles you keep on this machine.</source>
        <translation>你在本机保存了K线的交易对。</translation>
    </message>
    <message>
        <source>The password is empty.</source>
        <translation>密码为空。</translation>
    </message>
    <message>
        <source>The password is wrong, or the sealed file was altered.</source>
        <translation>密码错误，或密封的文件被改动过。</translation>
    </message>
    <message>
        <source>The payout that was told is not in the table on chain.</source>
        <translation>所告知的支付不在链上的表中。</translation>
    </message>
    <message>
        <source>The payouts are not what scores and earlier payouts give.</source>
        <translation>支付与评分和先前支付推出的结果不符。</translation>
    </message>
    <message>
        <source>The payouts are those of another round.</source>
        <translation>支付属于另一个轮次。</translation>
    </message>
    <message>
        <source>The payouts before are not at hand, so that nobody knows what was left.</source>
        <translation>没有先前的支付数据，因此无人知道还剩多少。</translation>
    </message>
    <message>
        <source>The payouts leave out others than the round&apos;s record does.</source>
        <translation>支付所排除的客户端与轮次记录不同。</translation>
    </message>
    <message>
        <source>The picture is in {path}.</source>
        <translation>图片已存入{path}。</translation>
    </message>
    <message>
        <source>The program ended when {share} of it was done ({stage}).</source>
        <translation>程序结束时，任务已完成{share}（{stage}）。</translation>
    </message>
    <message>
        <source>The published directions are not as many as mine.</source>
        <translation>公布的方向与我的数量不同。</translation>
    </message>
    <message>
        <source>The published scores are not what the openings give.</source>
        <translation>公布的评分与打开值推出的结果不符。</translation>
    </message>
    <message>
        <source>The published sum or its secrets are not what the messages give.</source>
        <translation>公布的总和或其秘密与消息推出的结果不符。</translation>
    </message>
    <message>
        <source>The published survivor set is not the one on chain.</source>
        <translation>公布的存活者集合不是链上的那个。</translation>
    </message>
    <message>
        <source>The query is asked on another network.</source>
        <translation>查询是在另一个网络上提出的。</translation>
    </message>
    <message>
        <source>The query is not answered yet.</source>
        <translation>查询尚未得到回答。</translation>
    </message>
    <message>
        <source>The query was answered in full.</source>
        <translation>查询已全部回答。</translation>
    </message>
    <message>
        <source>The questions are not up to date: {text}</source>
        <translation>问题不是最新：{text}</translation>
    </message>
    <message>
        <source>The raw score less what anybody earns by replaying public directions.</source>
        <translation>原始评分减去任何人重放公开方向所能得到的部分。</translation>
    </message>
    <message>
        <source>The record of {name!r} does not say its {missing}.</source>
        <translation>{name!r}的记录没有写明{missing}。</translation>
    </message>
    <message>
        <source>The reference direction has another length than the model.</source>
        <translation>参考方向与模型长度不同。</translation>
    </message>
    <message>
        <source>The reference direction is not published yet.</source>
        <translation>参考方向尚未公布。</translation>
    </message>
    <message>
        <source>The reference direction is of another round.</source>
        <translation>参考方向属于另一个轮次。</translation>
    </message>
    <message>
        <source>The release server&apos;s notice has expired, so it says nothing about today.</source>
        <translation>发布服务器的通知已过期，因此无法说明目前的情况。</translation>
    </message>
    <message>
        <source>The release server&apos;s notice is dated in the future.</source>
        <translation>发布服务器的通知所写日期在未来。</translation>
    </message>
    <message>
        <source>The report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>The request asks for an amount that is none.</source>
        <translation>请求中的数额不是有效数额。</translation>
    </message>
    <message>
        <source>The result is void; ask again.</source>
        <translation>结果作废；请重新提问。</translation>
    </message>
    <message>
        <source>The roster is for another attempt.</source>
        <translation>名册属于另一次尝试。</translation>
    </message>
    <message>
        <source>The roster is not the one of this round, in the order of addresses.</source>
        <translation>名册不是本轮按地址排序的名册。</translation>
    </message>
    <message>
        <source>The roster is not the one whose root is on chain.</source>
        <translation>名册与链上的根不符。</translation>
    </message>
    <message>
        <source>The round can no longer be joined.</source>
        <translation>此轮次已不能加入。</translation>
    </message>
    <message>
        <source>The round does not wait for a score request.</source>
        <translation>此轮次没有在等待评分请求。</translation>
    </message>
    <message>
        <source>The round has another reference direction.</source>
        <translation>此轮次的参考方向不同。</translation>
    </message>
    <message>
        <source>The round is not settled yet.</source>
        <translation>此轮次尚未结算。</translation>
    </message>
    <message>
        <source>The round is not up to date: {error}</source>
        <translation>轮次不是最新：{error}</translation>
    </message>
    <message>
        <source>The round uses features that this version does not know.</source>
        <translation>此轮次使用了本版本不认识的特征。</translation>
    </message>
    <message>
        <source>The round was given up or voided on chain, and counts for nothing.</source>
        <translation>此轮次已放弃或在链上作废，不计入任何结果。</translation>
    </message>
    <message>
        <source>The round&apos;s table stood on chain as it was told.</source>
        <translation>该轮次的表在链上与所告知的一致。</translation>
    </message>
    <message>
        <source>The round&apos;s table was not found on chain: a later one took its place, or it still waits.</source>
        <translation>链上未找到该轮次的表：已被后来的表取代，或仍在等待。</translation>
    </message>
    <message>
        <source>The round&apos;s terms and this update differ about noise.</source>
        <translation>轮次条款与此更新在噪声上不一致。</translation>
    </message>
    <message>
        <source>The rows are not those of the network.</source>
        <translation>这些行不是该网络所要求的行。</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>The same symbols.</source>
        <translation>相同的交易对。</translation>
    </message>
    <message>
        <source>The sample market needs no account and no internet: this machine computes prices, runs a practice chain and a handful of other traders. Everything of it is marked as simulated.</source>
        <translation>示例市场不需要账户和互联网：由本机计算价格，并运行一条练习链和若干其他交易者。其中一切都标记为模拟。</translation>
    </message>
    <message>
        <source>The score request has a negative norm.</source>
        <translation>评分请求的范数为负。</translation>
    </message>
    <message>
        <source>The score request is for another round or attempt.</source>
        <translation>评分请求属于另一个轮次或尝试。</translation>
    </message>
    <message>
        <source>The score request is not published yet.</source>
        <translation>评分请求尚未公布。</translation>
    </message>
    <message>
        <source>The score request is not the one on chain.</source>
        <translation>评分请求不是链上的那个。</translation>
    </message>
    <message>
        <source>The score table has another product for my update than I compute.</source>
        <translation>评分表中我的更新的乘积与我计算的不同。</translation>
    </message>
    <message>
        <source>The scores do not sum to the product of the aggregate with the gradient.</source>
        <translation>评分之和不等于聚合值与梯度的乘积。</translation>
    </message>
    <message>
        <source>The scores that the coordinator shows are not those of the transcript.</source>
        <translation>协调器显示的评分不是协议记录中的评分。</translation>
    </message>
    <message>
        <source>The sealed file asks for an impossible cost.</source>
        <translation>密封的文件要求的计算开销不可能达到。</translation>
    </message>
    <message>
        <source>The secrets of this attempt are erased.</source>
        <translation>此次尝试的秘密已删除。</translation>
    </message>
    <message>
        <source>The secrets of this machine wait for their password.</source>
        <translation>本机的秘密正等待密码。</translation>
    </message>
    <message>
        <source>The session key&apos;s delegation ends before the sum could be unmasked.</source>
        <translation>会话密钥的委托在总和去除掩码之前就会到期。</translation>
    </message>
    <message>
        <source>The sign-in request has lines that do not belong there.</source>
        <translation>登录请求中有不该出现的行。</translation>
    </message>
    <message>
        <source>The sign-in request is too long.</source>
        <translation>登录请求太长。</translation>
    </message>
    <message>
        <source>The sign-in request&apos;s statement is longer than a line.</source>
        <translation>登录请求的声明超过一行。</translation>
    </message>
    <message>
        <source>The signature of the network file is no signature.</source>
        <translation>网络文件的签名不是有效签名。</translation>
    </message>
    <message>
        <source>The simulated market has a start of its own.</source>
        <translation>模拟行情有自己的起始时间。</translation>
    </message>
    <message>
        <source>The start was cancelled.</source>
        <translation>启动已取消。</translation>
    </message>
    <message>
        <source>The strengths to try are none, or one of them twice.</source>
        <translation>没有要尝试的强度，或其中一个重复。</translation>
    </message>
    <message>
        <source>The sum is longer than its parts may be.</source>
        <translation>总和超出了其各部分允许的长度。</translation>
    </message>
    <message>
        <source>The sum of the answers is impossible: somebody answered with numbers that no rows give.</source>
        <translation>回答的总和不可能成立：有人给出了任何行都得不出的数字。</translation>
    </message>
    <message>
        <source>The survivor set is not in order or holds somebody who did not open.</source>
        <translation>存活者集合顺序不对，或包含没有打开的人。</translation>
    </message>
    <message>
        <source>The survivor set is not the one on chain.</source>
        <translation>存活者集合不是链上的那个。</translation>
    </message>
    <message>
        <source>The survivor set is not the one that I signed.</source>
        <translation>存活者集合不是我签名的那个。</translation>
    </message>
    <message>
        <source>The system&apos;s keychain did not keep the secret.</source>
        <translation>系统的钥匙串没有保存秘密。</translation>
    </message>
    <message>
        <source>The system&apos;s keychain does not answer.</source>
        <translation>系统的钥匙串没有响应。</translation>
    </message>
    <message>
        <source>The task was cancelled.</source>
        <translation>任务已取消。</translation>
    </message>
    <message>
        <source>The terms name other clients with a standing than the scores give.</source>
        <translation>条款所列的有信誉记录的客户端与评分得出的不同。</translation>
    </message>
    <message>
        <source>The terms rest on other payouts than those published.</source>
        <translation>条款所依据的支付与公布的不同。</translation>
    </message>
    <message>
        <source>The tip is part of the most, and both are below a million gwei.</source>
        <translation>小费包含在最高费用之内，两者都须低于一百万gwei。</translation>
    </message>
    <message>
        <source>The traders of the query are not all neighbours of all.</source>
        <translation>查询的交易者并非彼此都是邻居。</translation>
    </message>
    <message>
        <source>The training loss is no longer a number.</source>
        <translation>训练损失已不是数字。</translation>
    </message>
    <message>
        <source>The training process ended by itself ({how}) and is started again for the next task.</source>
        <translation>训练进程自行结束（{how}），将为下一项任务重新启动。</translation>
    </message>
    <message>
        <source>The transcript holds no scores that could be paid.</source>
        <translation>协议记录中没有可支付报酬的评分。</translation>
    </message>
    <message>
        <source>The transcript is not that of a settled round under these terms.</source>
        <translation>协议记录不是按这些条款结算的轮次的记录。</translation>
    </message>
    <message>
        <source>The transcript is of another attempt than the chain&apos;s.</source>
        <translation>协议记录所属的尝试与链上不同。</translation>
    </message>
    <message>
        <source>The transcript lacks the score request.</source>
        <translation>协议记录缺少评分请求。</translation>
    </message>
    <message>
        <source>The transcript lacks the scores or the score request, but not the score root.</source>
        <translation>协议记录有评分根，却缺少评分或评分请求。</translation>
    </message>
    <message>
        <source>The transcript lacks what stands on chain.</source>
        <translation>协议记录缺少链上已有的内容。</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>The update holds numbers that are not finite.</source>
        <translation>更新中含有非有限的数字。</translation>
    </message>
    <message>
        <source>The update is on its way; see Rounds.</source>
        <translation>更新正在发送；见“轮次”。</translation>
    </message>
    <message>
        <source>The wallet delegated to another session key.</source>
        <translation>钱包委托给了另一个会话密钥。</translation>
    </message>
    <message>
        <source>The wallet is damaged: restore it from its back-up</source>
        <translation>钱包已损坏：请用备份恢复</translation>
    </message>
    <message>
        <source>The window holds fewer than two candles.</source>
        <translation>窗口中的K线不足两根。</translation>
    </message>
    <message>
        <source>The words are sealed.</source>
        <translation>助记词已密封。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>There are no candles in view.</source>
        <translation>可见范围内没有K线。</translation>
    </message>
    <message>
        <source>There are no candles on this machine.</source>
        <translation>本机没有K线。</translation>
    </message>
    <message>
        <source>There are no rows, or the noise drowned their number.</source>
        <translation>没有行，或噪声淹没了行数。</translation>
    </message>
    <message>
        <source>There are only {amount}.</source>
        <translation>只有{amount}。</translation>
    </message>
    <message>
        <source>There are too few candles to normalise features.</source>
        <translation>K线太少，无法对特征做归一化。</translation>
    </message>
    <message>
        <source>There are too few rows for a HAR model.</source>
        <translation>行数太少，不足以建立HAR模型。</translation>
    </message>
    <message>
        <source>There is an account already.</source>
        <translation>已有一个账户。</translation>
    </message>
    <message>
        <source>There is no account yet.</source>
        <translation>尚无账户。</translation>
    </message>
    <message>
        <source>There is no folder {parent}.</source>
        <translation>没有文件夹{parent}。</translation>
    </message>
    <message>
        <source>There is no key to seal: all accounts are watched.</source>
        <translation>没有可密封的密钥：所有账户都是仅观察。</translation>
    </message>
    <message>
        <source>There is no password to unlock with.</source>
        <translation>没有可用于解锁的密码。</translation>
    </message>
    <message>
        <source>There is no result</source>
        <translation>没有结果</translation>
    </message>
    <message>
        <source>There is no such network.</source>
        <translation>没有这样的网络。</translation>
    </message>
    <message>
        <source>There is no window to score on.</source>
        <translation>没有可供评分的窗口。</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>There is nothing to open for this client.</source>
        <translation>没有可为此客户端打开的内容。</translation>
    </message>
    <message>
        <source>There is nothing to train on.</source>
        <translation>没有可用于训练的内容。</translation>
    </message>
    <message>
        <source>There was no round to go on with.</source>
        <translation>没有可以继续的轮次。</translation>
    </message>
    <message>
        <source>There was nothing to answer.</source>
        <translation>没有可回答的问题。</translation>
    </message>
    <message>
        <source>These are words, not a private key.</source>
        <translation>这些是单词，不是私钥。</translation>
    </message>
    <message>
        <source>These bytes are not a candle series.</source>
        <translation>这些字节不是K线序列。</translation>
    </message>
    <message>
        <source>These bytes are not a quality report.</source>
        <translation>这些字节不是质量报告。</translation>
    </message>
    <message>
        <source>These bytes are not a state of features.</source>
        <translation>这些字节不是特征状态。</translation>
    </message>
    <message>
        <source>These candles are old: {message}</source>
        <translation>这些K线已过时：{message}</translation>
    </message>
    <message>
        <source>These notes are signed with the project&apos;s release key. Conflux installs nothing by itself: get the new version from the page below, as you got this one.</source>
        <translation>此版本说明由项目的发布密钥签名。Conflux不会自行安装任何东西：请像获取当前版本那样，从下面的网页获取新版本。</translation>
    </message>
    <message>
        <source>These training settings cannot work.</source>
        <translation>这些训练设置行不通。</translation>
    </message>
    <message>
        <source>These weights are of no model that this version knows.</source>
        <translation>这些权重不属于本版本认识的任何模型。</translation>
    </message>
    <message>
        <source>These words are not a seed phrase.</source>
        <translation>这些词不是助记词。</translation>
    </message>
    <message>
        <source>They are listed in the window; a setting turns this off.</source>
        <translation>它们列在窗口中；可在设置中关闭此项。</translation>
    </message>
    <message>
        <source>They bring all accounts of them back, here and in other wallets. Imported keys are not in them.</source>
        <translation>它们能恢复由其生成的所有账户，在此处和其他钱包中都可以。导入的密钥不包含在内。</translation>
    </message>
    <message>
        <source>This</source>
        <translation>此项</translation>
    </message>
    <message>
        <source>This account is in use.</source>
        <translation>此账户正在使用中。</translation>
    </message>
    <message>
        <source>This account sent something else meanwhile.</source>
        <translation>此账户其间发送了别的内容。</translation>
    </message>
    <message>
        <source>This account was made from a private key and has no words.</source>
        <translation>此账户由私钥创建，没有助记词。</translation>
    </message>
    <message>
        <source>This attempt has no roster yet.</source>
        <translation>此次尝试尚无名册。</translation>
    </message>
    <message>
        <source>This build has no release key, so it could believe no notice.</source>
        <translation>此构建没有发布密钥，因此无法相信任何通知。</translation>
    </message>
    <message>
        <source>This download was not finished: Download goes on where it ended.</source>
        <translation>此次下载没有完成：点“下载”可从中断处继续。</translation>
    </message>
    <message>
        <source>This is neither a seed phrase nor a private key.</source>
        <translation>这既不是助记词，也不是私钥。</translation>
    </message>
    <message>
        <source>This is not a key for envelopes.</source>
        <translation>这不是用于信封的密钥。</translation>
    </message>
    <message>
        <source>This is not a private key.</source>
        <translation>这不是私钥。</translation>
    </message>
    <message>
        <source>This is not a sealed file of Conflux.</source>
        <translation>这不是Conflux的密封文件。</translation>
    </message>
    <message>
        <source>This is not a signed network file.</source>
        <translation>这不是已签名的网络文件。</translation>
    </message>
    <message>
        <source>This is not a whole envelope of Conflux.</source>
        <translation>这不是完整的Conflux信封。</translation>
    </message>
    <message>
        <source>This is not an envelope of Conflux.</source>
        <translation>这不是Conflux的信封。</translation>
    </message>
    <message>
        <source>This is not the update that was committed to.</source>
        <translation>这不是所承诺的更新。</translation>
    </message>
    <message>
        <source>This machine has no GPU that torch can use.</source>
        <translation>本机没有torch可用的GPU。</translation>
    </message>
    <message>
        <source>This machine has no keychain, and nobody can be asked for the password of the file in its place.</source>
        <translation>本机没有钥匙串，也无法向任何人询问代替文件的密码。</translation>
    </message>
    <message>
        <source>This machine has no keychain, and the password of the file in its place is not given.</source>
        <translation>本机没有钥匙串，代替文件的密码也未给出。</translation>
    </message>
    <message>
        <source>This machine has no keychain. Its secrets are kept in a file, sealed with this password (10 characters at least). Nobody can bring it back.</source>
        <translation>本机没有钥匙串。其秘密保存在一个用此密码（至少10个字符）密封的文件中。密码丢失后无人能找回。</translation>
    </message>
    <message>
        <source>This machine has no keychain: Wallet asks for a password first.</source>
        <translation>本机没有钥匙串：“钱包”会先要求输入密码。</translation>
    </message>
    <message>
        <source>This machine has no keychain; the password of the file in its place.</source>
        <translation>本机没有钥匙串；请输入代替文件的密码。</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>此模型</translation>
    </message>
    <message>
        <source>This model against the standards</source>
        <translation>此模型与标准对比</translation>
    </message>
    <message>
        <source>This program has no node to pay by.</source>
        <translation>此程序没有可用于付款的节点。</translation>
    </message>
    <message>
        <source>This report is kept on this machine and was sent to nobody. Secrets, addresses, amounts and your name were taken out of it. If you want to report the mistake, read it, and copy it yourself.</source>
        <translation>此报告保存在本机，没有发送给任何人。其中的秘密、地址、金额和你的名字已被去除。若要报告此错误，请先阅读，再自行复制。</translation>
    </message>
    <message>
        <source>This request cannot be understood as a payment.</source>
        <translation>无法将此请求理解为付款。</translation>
    </message>
    <message>
        <source>This round</source>
        <translation>本轮</translation>
    </message>
    <message>
        <source>This round adds no noise, so that your privacy limit cannot be kept.</source>
        <translation>本轮不加噪声，因此无法遵守你的隐私上限。</translation>
    </message>
    <message>
        <source>This state of features is of another version or of other features.</source>
        <translation>此特征状态属于另一个版本或其他特征。</translation>
    </message>
    <message>
        <source>This system has no socket files.</source>
        <translation>此系统没有套接字文件。</translation>
    </message>
    <message>
        <source>This update was norm-opened often enough.</source>
        <translation>此更新已做过足够多次范数打开。</translation>
    </message>
    <message>
        <source>This version of Conflux cannot begin {name!r} again.</source>
        <translation>此版本的Conflux无法重新开始{name!r}。</translation>
    </message>
    <message>
        <source>This version of Conflux does not know what that link asks for.</source>
        <translation>此版本的Conflux不明白该链接要求什么。</translation>
    </message>
    <message>
        <source>This wallet has no seed words.</source>
        <translation>此钱包没有助记词。</translation>
    </message>
    <message>
        <source>Threads of a training; 0 measures whether one or two are faster. More than the idle cores slow it down.</source>
        <translation>训练的线程数；0会测量一个还是两个更快。超过空闲核心数会变慢。</translation>
    </message>
    <message>
        <source>Threads were measured when the worker started.</source>
        <translation>线程数在工作进程启动时测得。</translation>
    </message>
    <message>
        <source>Three models side by side</source>
        <translation>三个模型并列</translation>
    </message>
    <message>
        <source>Tick both boxes.</source>
        <translation>请勾选两项。</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>时间（UTC）</translation>
    </message>
    <message>
        <source>Time for a blob</source>
        <translation>数据块时限</translation>
    </message>
    <message>
        <source>Timeframe</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Timeframe {timeframe}</source>
        <translation>周期{timeframe}</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Times in another zone</source>
        <translation>用其他时区显示时间</translation>
    </message>
    <message>
        <source>Times without a zone are of</source>
        <translation>无时区的时间属于</translation>
    </message>
    <message>
        <source>Times without a zone were read as {zone}.</source>
        <translation>无时区的时间已按{zone}读取。</translation>
    </message>
    <message>
        <source>Tint the candles that the newest model of the pair was trained and validated on.</source>
        <translation>给该交易对最新模型训练和验证所用的K线着色。</translation>
    </message>
    <message>
        <source>Tip, gwei</source>
        <translation>小费，gwei</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发往</translation>
    </message>
    <message>
        <source>To every question about the chosen column</source>
        <translation>对有关所选列的所有问题</translation>
    </message>
    <message>
        <source>Token emission</source>
        <translation>代币发行</translation>
    </message>
    <message>
        <source>Too few clients passed the norm check to unmask their sum.</source>
        <translation>通过范数检查的客户端太少，无法去除其总和的掩码。</translation>
    </message>
    <message>
        <source>Too few clients sent their masked updates to unmask the others&apos; sum.</source>
        <translation>发送掩码更新的客户端太少，无法去除其他人总和的掩码。</translation>
    </message>
    <message>
        <source>Too few clients shared with each other.</source>
        <translation>互相分发份额的客户端太少。</translation>
    </message>
    <message>
        <source>Too few clients signed the survivor set to unmask their sum.</source>
        <translation>签署存活者集合的客户端太少，无法去除其总和的掩码。</translation>
    </message>
    <message>
        <source>Too few days to compare</source>
        <translation>可比较的天数太少</translation>
    </message>
    <message>
        <source>Too few of my neighbours are left to unmask.</source>
        <translation>剩余的邻居太少，无法去除掩码。</translation>
    </message>
    <message>
        <source>Totals by destination</source>
        <translation>按目的地合计</translation>
    </message>
    <message>
        <source>Traded volume of each whole UTC day in the quote coin: the sum of volume times close.</source>
        <translation>每个完整UTC日以计价币计的成交量：成交量乘以收盘价之和。</translation>
    </message>
    <message>
        <source>Traded, after costs</source>
        <translation>交易，扣除成本后</translation>
    </message>
    <message>
        <source>Traders</source>
        <translation>交易者</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>交易</translation>
    </message>
    <message>
        <source>Trades of the agent</source>
        <translation>代理的交易</translation>
    </message>
    <message>
        <source>Trading the same candles on paper</source>
        <translation>在同样的K线上做模拟交易</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train &amp; contribute</source>
        <translation>训练并贡献</translation>
    </message>
    <message>
        <source>Train &amp; contribute fits the global model to your own candles.</source>
        <translation>“训练并贡献”让全局模型适应你自己的K线。</translation>
    </message>
    <message>
        <source>Train again for the next round.</source>
        <translation>为下一轮重新训练。</translation>
    </message>
    <message>
        <source>Train again from the start.</source>
        <translation>从头重新训练。</translation>
    </message>
    <message>
        <source>Train again to compare it with the standards.</source>
        <translation>重新训练，以便与标准比较。</translation>
    </message>
    <message>
        <source>Train again.</source>
        <translation>重新训练。</translation>
    </message>
    <message>
        <source>Train here</source>
        <translation>在此训练</translation>
    </message>
    <message>
        <source>Train in float32, the default.</source>
        <translation>请用默认的float32训练。</translation>
    </message>
    <message>
        <source>Train on the cpu.</source>
        <translation>请用cpu训练。</translation>
    </message>
    <message>
        <source>Train on this machine alone; nothing is sent</source>
        <translation>只在本机训练；不发送任何内容</translation>
    </message>
    <message>
        <source>Train on your own market data, contribute what your model learnt without showing the data, and share what the network&apos;s agent earns.</source>
        <translation>用你自己的行情数据训练，不展示数据就能贡献模型所学，并分享网络代理的收益。</translation>
    </message>
    <message>
        <source>Train privately without it.</source>
        <translation>隐私训练时请不要使用它。</translation>
    </message>
    <message>
        <source>Train the model again.</source>
        <translation>重新训练模型。</translation>
    </message>
    <message>
        <source>Train with a lower learning rate.</source>
        <translation>请用更低的学习率训练。</translation>
    </message>
    <message>
        <source>Trained on {pair} for round {number}; nothing is sent before you say so.</source>
        <translation>已用{pair}为第{number}轮完成训练；未经你同意，不会发送任何内容。</translation>
    </message>
    <message>
        <source>Trained {model} on {pair}: loss {loss}, {gain} against no features. It stays on this machine.</source>
        <translation>已用{pair}训练{model}：损失{loss}，相对无特征为{gain}。模型留在本机。</translation>
    </message>
    <message>
        <source>Trained {model} on {pair}; it stays on this machine.</source>
        <translation>已用{pair}训练{model}；它留在本机。</translation>
    </message>
    <message>
        <source>Trained; nothing is sent before you say so.{words}</source>
        <translation>已训练；在你同意之前不发送任何内容。{words}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training and validation, {title}</source>
        <translation>训练和验证，{title}</translation>
    </message>
    <message>
        <source>Training {model}</source>
        <translation>正在训练{model}</translation>
    </message>
    <message>
        <source>Training, {title}</source>
        <translation>训练，{title}</translation>
    </message>
    <message>
        <source>Trainings, downloads, rounds and other long work are listed here, with their results.</source>
        <translation>训练、下载、轮次和其他耗时的工作连同结果列在此处。</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>链上交易</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>链上交易</translation>
    </message>
    <message>
        <source>Transactions of this account</source>
        <translation>此账户的链上交易</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>趋势</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后重试。</translation>
    </message>
    <message>
        <source>Try again later, or from another store.</source>
        <translation>请以后再试，或换一个存储。</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>请以后再试。</translation>
    </message>
    <message>
        <source>Try again when it has ended.</source>
        <translation>结束之后再试。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Try again: it will not be sent twice.</source>
        <translation>请重试：它不会被发送两次。</translation>
    </message>
    <message>
        <source>Trying it against the chain…</source>
        <translation>正在对照链上状态试算…</translation>
    </message>
    <message>
        <source>Trying the payment</source>
        <translation>正在试算付款</translation>
    </message>
    <message>
        <source>Turnover</source>
        <translation>换手率</translation>
    </message>
    <message>
        <source>Two roles of the local network share a key.</source>
        <translation>本地网络的两个角色共用一个密钥。</translation>
    </message>
    <message>
        <source>Two signed sets are proof.</source>
        <translation>两个已签名的集合就是证据。</translation>
    </message>
    <message>
        <source>Type a number, as 1.</source>
        <translation>请输入数字，如1。</translation>
    </message>
    <message>
        <source>Type an amount above zero.</source>
        <translation>请输入大于零的数量。</translation>
    </message>
    <message>
        <source>Type large amounts again</source>
        <translation>大额须再次输入</translation>
    </message>
    <message>
        <source>Type less.</source>
        <translation>请输入更小的数量。</translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation>请输入一个数量。</translation>
    </message>
    <message>
        <source>Type two numbers, as 8 and 0.00001.</source>
        <translation>请输入两个数字，如8和0.00001。</translation>
    </message>
    <message>
        <source>USD</source>
        <translation>USD</translation>
    </message>
    <message>
        <source>USDC</source>
        <translation>USDC</translation>
    </message>
    <message>
        <source>USDT</source>
        <translation>USDT</translation>
    </message>
    <message>
        <source>Unbond</source>
        <translation>解押保证金</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Unlock it on the Wallet screen.</source>
        <translation>在“钱包”界面解锁。</translation>
    </message>
    <message>
        <source>Unlock it with your password.</source>
        <translation>用你的密码解锁。</translation>
    </message>
    <message>
        <source>Unlock it, then try again.</source>
        <translation>解锁后重试。</translation>
    </message>
    <message>
        <source>Unpack it and import the file inside.</source>
        <translation>解压后导入其中的文件。</translation>
    </message>
    <message>
        <source>Unpack it and import the files inside.</source>
        <translation>解压后导入其中的各个文件。</translation>
    </message>
    <message>
        <source>Until (UTC)</source>
        <translation>截至（UTC）</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Update Conflux.</source>
        <translation>更新Conflux。</translation>
    </message>
    <message>
        <source>Update all</source>
        <translation>全部更新</translation>
    </message>
    <message>
        <source>Update the app.</source>
        <translation>更新应用。</translation>
    </message>
    <message>
        <source>Update the node: it must understand the profile unixfs-v1-2025.</source>
        <translation>更新节点：它必须支持配置unixfs-v1-2025。</translation>
    </message>
    <message>
        <source>Update the older one of both.</source>
        <translation>请更新两者中较旧的一方。</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Updating candles</source>
        <translation>正在更新K线</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use 0 or a positive whole number.</source>
        <translation>请用0或正整数。</translation>
    </message>
    <message>
        <source>Use 0 or more.</source>
        <translation>请用0或更大的数。</translation>
    </message>
    <message>
        <source>Use 0, 0.01 and 1.</source>
        <translation>请用0、0.01和1。</translation>
    </message>
    <message>
        <source>Use 0, or 0.001 to 10.</source>
        <translation>请用0，或0.001至10。</translation>
    </message>
    <message>
        <source>Use 0, or 90 to 1000.</source>
        <translation>请用0，或90至1000。</translation>
    </message>
    <message>
        <source>Use 0.0001 to 0.01.</source>
        <translation>请用0.0001至0.01。</translation>
    </message>
    <message>
        <source>Use 0.05, 0.5 and 0.95.</source>
        <translation>请用0.05、0.5和0.95。</translation>
    </message>
    <message>
        <source>Use 0.2.</source>
        <translation>请用0.2。</translation>
    </message>
    <message>
        <source>Use 0.5 to 3.</source>
        <translation>请用0.5至3。</translation>
    </message>
    <message>
        <source>Use 0.99, or 1 to trust the model always.</source>
        <translation>请用0.99，或用1表示始终信任模型。</translation>
    </message>
    <message>
        <source>Use 1 or more.</source>
        <translation>请用1或更大的数。</translation>
    </message>
    <message>
        <source>Use 1 to 10.</source>
        <translation>请用1至10。</translation>
    </message>
    <message>
        <source>Use 1 to 30.</source>
        <translation>请用1至30。</translation>
    </message>
    <message>
        <source>Use 1, or 0 for none.</source>
        <translation>请用1，或用0表示没有。</translation>
    </message>
    <message>
        <source>Use 1.</source>
        <translation>请用1。</translation>
    </message>
    <message>
        <source>Use 1m or more.</source>
        <translation>请用1m或更长。</translation>
    </message>
    <message>
        <source>Use 3 to 10 folds.</source>
        <translation>请用3至10折。</translation>
    </message>
    <message>
        <source>Use 48 and 192 candles.</source>
        <translation>请用48和192根K线。</translation>
    </message>
    <message>
        <source>Use a URL of SQLite or of PostgreSQL.</source>
        <translation>请用SQLite或PostgreSQL的URL。</translation>
    </message>
    <message>
        <source>Use a model and labels of the same horizons.</source>
        <translation>请使用预测步长相同的模型和标签。</translation>
    </message>
    <message>
        <source>Use a name like UTC, Europe/Berlin or America/New_York.</source>
        <translation>请用类似UTC、Europe/Berlin或America/New_York的名称。</translation>
    </message>
    <message>
        <source>Use a name like binance or kraken.</source>
        <translation>请用类似binance或kraken的名称。</translation>
    </message>
    <message>
        <source>Use a small one, as 0.00001.</source>
        <translation>请用较小的值，如0.00001。</translation>
    </message>
    <message>
        <source>Use an API key of the account that owns it.</source>
        <translation>请用拥有它的账户的API密钥。</translation>
    </message>
    <message>
        <source>Use an epsilon above 0, as 8, and a small delta, as 0.00001.</source>
        <translation>请用大于0的epsilon，如8，以及较小的delta，如0.00001。</translation>
    </message>
    <message>
        <source>Use another account.</source>
        <translation>请用另一个账户。</translation>
    </message>
    <message>
        <source>Use another data folder.</source>
        <translation>请用另一个数据文件夹。</translation>
    </message>
    <message>
        <source>Use another exchange.</source>
        <translation>请用另一家交易所。</translation>
    </message>
    <message>
        <source>Use another gateway.</source>
        <translation>请用另一个网关。</translation>
    </message>
    <message>
        <source>Use another name.</source>
        <translation>请用另一个名称。</translation>
    </message>
    <message>
        <source>Use another network first: conflux network local</source>
        <translation>请先改用另一个网络：conflux network local</translation>
    </message>
    <message>
        <source>Use another one first.</source>
        <translation>请先改用另一个。</translation>
    </message>
    <message>
        <source>Use another store for a blob of this size.</source>
        <translation>这么大的数据块请用另一个存储。</translation>
    </message>
    <message>
        <source>Use auto, cpu or cuda.</source>
        <translation>请用auto、cpu或cuda。</translation>
    </message>
    <message>
        <source>Use candles of an hour or less.</source>
        <translation>请用一小时或更短的K线。</translation>
    </message>
    <message>
        <source>Use fewer candles.</source>
        <translation>请用更少的K线。</translation>
    </message>
    <message>
        <source>Use fewer folds or a longer history.</source>
        <translation>请用更少的折数或更长的历史。</translation>
    </message>
    <message>
        <source>Use fewer units or layers.</source>
        <translation>请用更少的单元或层。</translation>
    </message>
    <message>
        <source>Use fewer words, or another destination.</source>
        <translation>请用更少的词，或另一个目的地。</translation>
    </message>
    <message>
        <source>Use its own features.</source>
        <translation>请用它自己的特征。</translation>
    </message>
    <message>
        <source>Use one like 15, 240, 4h or 1d.</source>
        <translation>请用类似15、240、4h或1d的写法。</translation>
    </message>
    <message>
        <source>Use one like 5m, 1h or 1d.</source>
        <translation>请用类似5m、1h或1d的写法。</translation>
    </message>
    <message>
        <source>Use one that it trained.</source>
        <translation>请用它训练出的权重。</translation>
    </message>
    <message>
        <source>Use sample market</source>
        <translation>使用示例市场</translation>
    </message>
    <message>
        <source>Use that account, or ask for another request.</source>
        <translation>请使用该账户，或另要一个请求。</translation>
    </message>
    <message>
        <source>Use the actions of the Wallet screen to deposit or to bond.</source>
        <translation>请用“钱包”界面中的操作来存入或质押保证金。</translation>
    </message>
    <message>
        <source>Use the defaults.</source>
        <translation>请用默认值。</translation>
    </message>
    <message>
        <source>Use the labels that it was trained for.</source>
        <translation>请用它训练时的标签。</translation>
    </message>
    <message>
        <source>Use the network&apos;s feature set and window.</source>
        <translation>请用该网络的特征集和窗口。</translation>
    </message>
    <message>
        <source>Use words.</source>
        <translation>请用文字。</translation>
    </message>
    <message>
        <source>Usual ones</source>
        <translation>常用项</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Validation, {title}</source>
        <translation>验证，{title}</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Value traded over the capital; {exposure} invested on average.</source>
        <translation>交易额与资金之比；平均投入{exposure}。</translation>
    </message>
    <message>
        <source>Variance</source>
        <translation>方差</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Verify computes a round again from its public transcript.</source>
        <translation>“验证”根据公开的协议记录重新计算一个轮次。</translation>
    </message>
    <message>
        <source>Verify follows every entry to the one before, down to the first.</source>
        <translation>“验证”逐条核对每条记录与前一条的衔接，直到第一条。</translation>
    </message>
    <message>
        <source>Verify round {round_id}</source>
        <translation>验证第{round_id}轮</translation>
    </message>
    <message>
        <source>Verifying round {round_id}</source>
        <translation>正在验证第{round_id}轮</translation>
    </message>
    <message>
        <source>Verifying the privacy log</source>
        <translation>正在验证隐私日志</translation>
    </message>
    <message>
        <source>Version {version} is there; you run {running}.</source>
        <translation>版本{version}已发布；你运行的是{running}。</translation>
    </message>
    <message>
        <source>Void: the score is beyond the norm bound. It is not paid.</source>
        <translation>作废：评分超出范数界限。不支付报酬。</translation>
    </message>
    <message>
        <source>Vol</source>
        <translation>量</translation>
    </message>
    <message>
        <source>Volatility forecast, a day</source>
        <translation>波动率预测，每日</translation>
    </message>
    <message>
        <source>Volume pattern</source>
        <translation>成交量形态</translation>
    </message>
    <message>
        <source>Wait for an answer</source>
        <translation>应答等待时限</translation>
    </message>
    <message>
        <source>Wait for it, or cancel it.</source>
        <translation>等待它完成，或取消它。</translation>
    </message>
    <message>
        <source>Wait for it, or end it.</source>
        <translation>等待它完成，或结束它。</translation>
    </message>
    <message>
        <source>Wait for its end, or cancel it, then change the network.</source>
        <translation>等它结束或取消它，然后再更换网络。</translation>
    </message>
    <message>
        <source>Wait for its end, or press Resume on Home to finish it.</source>
        <translation>等待其结束，或在“首页”按“继续”来完成它。</translation>
    </message>
    <message>
        <source>Wait for more candles after the commitment.</source>
        <translation>等待承诺之后出现更多K线。</translation>
    </message>
    <message>
        <source>Wait for rounds with noise, or remove the limit: conflux privacy budget --no-limit.</source>
        <translation>等待有噪声的轮次，或移除上限：conflux privacy budget --no-limit。</translation>
    </message>
    <message>
        <source>Wait for the first sum.</source>
        <translation>等待首次求和。</translation>
    </message>
    <message>
        <source>Wait for the next attempt.</source>
        <translation>等待下一次尝试。</translation>
    </message>
    <message>
        <source>Wait for what runs there, or cancel it, and try again.</source>
        <translation>等那里正在运行的任务结束，或取消它，然后重试。</translation>
    </message>
    <message>
        <source>Wait until it is written, or download it again.</source>
        <translation>等到写入完成，或重新下载。</translation>
    </message>
    <message>
        <source>Wait until the exchange has published them.</source>
        <translation>等到交易所公布它们。</translation>
    </message>
    <message>
        <source>Wait until then, and check this computer&apos;s clock.</source>
        <translation>等到那时，并检查这台电脑的时钟。</translation>
    </message>
    <message>
        <source>Wait, or ask for another one.</source>
        <translation>请等待，或另要一个。</translation>
    </message>
    <message>
        <source>Waiting for Send</source>
        <translation>等待“发送”</translation>
    </message>
    <message>
        <source>Waiting for the chain…</source>
        <translation>正在等待链…</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>钱包</translation>
    </message>
    <message>
        <source>Wallet opens with everything that you can claim. Nothing is signed: that takes a click there.</source>
        <translation>将打开“钱包”，列出你可以领取的一切。不会签名：签名需要在那里点击。</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Watch an account</source>
        <translation>观察账户</translation>
    </message>
    <message>
        <source>Watched only</source>
        <translation>仅观察</translation>
    </message>
    <message>
        <source>Watch…</source>
        <translation>观察…</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Welcome to Conflux</source>
        <translation>欢迎使用Conflux</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What a claim would pay now.</source>
        <translation>现在领取可得的数额。</translation>
    </message>
    <message>
        <source>What a round finds is shown as soon as there is one.</source>
        <translation>轮次一有结果就会在此显示。</translation>
    </message>
    <message>
        <source>What a row is</source>
        <translation>一行表示什么</translation>
    </message>
    <message>
        <source>What coins that came to you are valued in, at the price of the day from candles that are stored or that the network&apos;s market has. Where none says it, nothing is guessed.</source>
        <translation>收到的币以何种货币估值，按当天的价格，取自已存储的K线或网络行情的K线。查不到价格时不作猜测。</translation>
    </message>
    <message>
        <source>What each of your own fills was worth in the quote coin: quantity times price.</source>
        <translation>你自己每笔成交以计价币计的价值：数量乘以价格。</translation>
    </message>
    <message>
        <source>What each pair made is added up from its trades.</source>
        <translation>各交易对的盈亏由其交易累加得出。</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>新内容</translation>
    </message>
    <message>
        <source>What is urgent</source>
        <translation>紧急事项</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>它是什么</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>What leaves this machine</source>
        <translation>离开本机的内容</translation>
    </message>
    <message>
        <source>What left, newest first</source>
        <translation>已离开的内容，最新在前</translation>
    </message>
    <message>
        <source>What may be asked</source>
        <translation>可以询问什么</translation>
    </message>
    <message>
        <source>What may be asked of me</source>
        <translation>可以询问我什么</translation>
    </message>
    <message>
        <source>What my update took off the global model&apos;s loss on candles that came after it.</source>
        <translation>我的更新使全局模型在其后的K线上减少的损失。</translation>
    </message>
    <message>
        <source>What round {round_id} found</source>
        <translation>第{round_id}轮的结果</translation>
    </message>
    <message>
        <source>What stays here</source>
        <translation>留在这里的内容</translation>
    </message>
    <message>
        <source>What the agent&apos;s paper account is worth, in the pool&apos;s asset.</source>
        <translation>代理模拟账户的价值，以资金池的资产计。</translation>
    </message>
    <message>
        <source>What the desktop is told at least: ended work and rewards, too, or only what needs you.</source>
        <translation>通知桌面的最低程度：连已结束的工作和奖励也通知，还是只通知需要你处理的事。</translation>
    </message>
    <message>
        <source>What the last model was trained on</source>
        <translation>上一个模型的训练数据</translation>
    </message>
    <message>
        <source>What the newest shared-out round paid me of the whole, at most 25 %. The error is the standard error that comes from how much everybody&apos;s scores scatter from round to round.</source>
        <translation>最近一个已分配的轮次付给我的部分占总额的比例，最多25 %。误差为标准误差，来自所有人的评分在各轮次之间的波动。</translation>
    </message>
    <message>
        <source>What the operator asks of all traders waits here for your word.</source>
        <translation>运营方向所有交易者提出的问题在这里等你表态。</translation>
    </message>
    <message>
        <source>What the program does is written down here, without secrets.</source>
        <translation>程序所做的事记录在此，不含秘密。</translation>
    </message>
    <message>
        <source>What the question means for me</source>
        <translation>此问题对我意味着什么</translation>
    </message>
    <message>
        <source>What the round found</source>
        <translation>本轮的结果</translation>
    </message>
    <message>
        <source>What this account signs here, and tokens sent to it, are listed here.</source>
        <translation>此账户在这里签署的内容，以及发送给它的代币，都列在此处。</translation>
    </message>
    <message>
        <source>What this machine keeps of the wallet is damaged.</source>
        <translation>本机保存的钱包数据已损坏。</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>发现内容</translation>
    </message>
    <message>
        <source>What was published is no record of Conflux.</source>
        <translation>所公布的内容不是Conflux的记录。</translation>
    </message>
    <message>
        <source>What was signed is no transaction.</source>
        <translation>所签的不是链上交易。</translation>
    </message>
    <message>
        <source>What was spent of the privacy budget, and its limit</source>
        <translation>隐私预算的花费及其上限</translation>
    </message>
    <message>
        <source>What you were doing was not finished. Please report this with the details.</source>
        <translation>你正在进行的操作没有完成。请连同详情一起报告。</translation>
    </message>
    <message>
        <source>When a round is settled and paid, each amount stands here with its round.</source>
        <translation>轮次结算并支付后，每笔数额连同其轮次列在此处。</translation>
    </message>
    <message>
        <source>When one closes, gain and loss move as coins.</source>
        <translation>结算期结束时，盈亏以币的形式转移。</translation>
    </message>
    <message>
        <source>Where Auto Drive gives blobs back.</source>
        <translation>Auto Drive返回数据块的地方。</translation>
    </message>
    <message>
        <source>Where Clef, or another program that speaks its protocol, waits for accounts whose key is not here: an address of this machine, or the path of its socket file.</source>
        <translation>Clef或使用其协议的其他程序在何处等待密钥不在本机的账户：本机的一个地址，或其套接字文件的路径。</translation>
    </message>
    <message>
        <source>Where blobs are kept, in the order in which they are asked; each is put to all.</source>
        <translation>数据块的保存位置，按查询的顺序排列；每个数据块都会存入所有位置。</translation>
    </message>
    <message>
        <source>Where each coin came from</source>
        <translation>每笔币的来源</translation>
    </message>
    <message>
        <source>Where models are trained.</source>
        <translation>训练模型的地方。</translation>
    </message>
    <message>
        <source>Where the signed notice of the newest release lies; https, or http on this machine.</source>
        <translation>最新版本的已签名通知所在的地址；https，或本机上的http。</translation>
    </message>
    <message>
        <source>Whether there is a new version is not known: {cause} {remedy}</source>
        <translation>无法得知是否有新版本：{cause}{remedy}</translation>
    </message>
    <message>
        <source>Who joins, drops out or is left out is listed here.</source>
        <translation>加入、掉线或被排除的客户端列在这里。</translation>
    </message>
    <message>
        <source>Who signs another site&apos;s request signs that site in as you.</source>
        <translation>签署其他网站的请求，等于让对方以你的身份登录。</translation>
    </message>
    <message>
        <source>Who takes part, and with how much at stake.</source>
        <translation>谁参与，质押多少。</translation>
    </message>
    <message>
        <source>Whoever joins a round is listed here.</source>
        <translation>加入轮次的客户端列在这里。</translation>
    </message>
    <message>
        <source>Whole log</source>
        <translation>整个日志</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>赎回</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>胜率</translation>
    </message>
    <message>
        <source>Word {place}</source>
        <translation>第{place}个词</translation>
    </message>
    <message>
        <source>Words on paper</source>
        <translation>纸上的助记词</translation>
    </message>
    <message>
        <source>Words to find</source>
        <translation>要查找的词</translation>
    </message>
    <message>
        <source>Worth</source>
        <translation>价值</translation>
    </message>
    <message>
        <source>Write a file…</source>
        <translation>写入文件…</translation>
    </message>
    <message>
        <source>Write all entries to a file</source>
        <translation>把所有记录写入文件</translation>
    </message>
    <message>
        <source>Write buy or sell.</source>
        <translation>请填写buy或sell。</translation>
    </message>
    <message>
        <source>Write it as 0.2.0.</source>
        <translation>请写成0.2.0的形式。</translation>
    </message>
    <message>
        <source>Write it as 2022-06-01 or 2022-06-01T05:00Z.</source>
        <translation>请写成2022-06-01或2022-06-01T05:00Z。</translation>
    </message>
    <message>
        <source>Write it as BTC/USDT.</source>
        <translation>请写成BTC/USDT。</translation>
    </message>
    <message>
        <source>Write it as http://127.0.0.1:5001.</source>
        <translation>请写成http://127.0.0.1:5001。</translation>
    </message>
    <message>
        <source>Write it as section.name.</source>
        <translation>请写成section.name。</translation>
    </message>
    <message>
        <source>Write it before the @ as NAME:PASSWORD@HOST, or into ~/.pgpass.</source>
        <translation>请以NAME:PASSWORD@HOST的形式写在@之前，或写入~/.pgpass。</translation>
    </message>
    <message>
        <source>Write plain text.</source>
        <translation>请写纯文本。</translation>
    </message>
    <message>
        <source>Write postgresql://NAME@HOST:5432/DATABASE or sqlite:////folder/file.db; in a password write @ as %40, : as %3A and / as %2F.</source>
        <translation>请写postgresql://NAME@HOST:5432/DATABASE或sqlite:////folder/file.db；密码中@写作%40，:写作%3A，/写作%2F。</translation>
    </message>
    <message>
        <source>Write the file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <source>Write these words down</source>
        <translation>写下这些助记词</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>写入中</translation>
    </message>
    <message>
        <source>Written down before it leaves, each entry with the hash of the one before.</source>
        <translation>离开之前就记录下来，每条都带有前一条的哈希。</translation>
    </message>
    <message>
        <source>Written to {name}, and opened again.</source>
        <translation>已写入{name}，并重新打开核对。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>You know this network, and the file is the one that you have.</source>
        <translation>你已知此网络，此文件就是你已有的那份。</translation>
    </message>
    <message>
        <source>You know this network: the same key signed this newer file.</source>
        <translation>你已知此网络：这份更新的文件由同一密钥签名。</translation>
    </message>
    <message>
        <source>You said no in the external signer.</source>
        <translation>你在外部签名器中拒绝了。</translation>
    </message>
    <message>
        <source>You take part in no network yet: choose one first, then this goes on.</source>
        <translation>你还没有加入任何网络：请先选择一个，然后继续。</translation>
    </message>
    <message>
        <source>Your account&apos;s password.</source>
        <translation>你的账户的密码。</translation>
    </message>
    <message>
        <source>Your candles alone</source>
        <translation>仅用你的K线</translation>
    </message>
    <message>
        <source>Your signature under who is in the sum.</source>
        <translation>你对总和包含哪些人的签名。</translation>
    </message>
    <message>
        <source>Your signature under whose answers are summed.</source>
        <translation>你对汇总哪些人的回答的签名。</translation>
    </message>
    <message>
        <source>Your wallet&apos;s word that a session key signs for it in this sum.</source>
        <translation>你的钱包的声明：此次求和中由会话密钥代其签名。</translation>
    </message>
    <message>
        <source>Zero volume</source>
        <translation>零成交量</translation>
    </message>
    <message>
        <source>Zone of the times on screen: utc, local for this machine&apos;s, or a name as Europe/Berlin. The button in the status bar changes it, too. Candles, files, records and fields to type in stay in UTC.</source>
        <translation>界面上时间的时区：utc、local（本机时区），或Europe/Berlin这样的名称。状态栏中的按钮也可切换。K线、文件、记录和输入框仍用UTC。</translation>
    </message>
    <message>
        <source>Zone of times that say none</source>
        <translation>未注明时区的时间所用的时区</translation>
    </message>
    <message>
        <source>`conflux crash list` names them.</source>
        <translation>`conflux crash list`会列出它们。</translation>
    </message>
    <message>
        <source>`conflux network list` lists them.</source>
        <translation>`conflux network list`会列出它们。</translation>
    </message>
    <message>
        <source>a copy of an earlier stretch</source>
        <translation>是更早一段的副本</translation>
    </message>
    <message>
        <source>aborted: {reason}</source>
        <translation>已中止：{reason}</translation>
    </message>
    <message>
        <source>active</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>address and bond</source>
        <translation>地址和保证金</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>agreed, always</source>
        <translation>已同意，始终</translation>
    </message>
    <message>
        <source>agreed, not in it</source>
        <translation>已同意，未计入</translation>
    </message>
    <message>
        <source>all hold</source>
        <translation>全部成立</translation>
    </message>
    <message>
        <source>all sign the same list of survivors</source>
        <translation>所有人签署同一份存活者名单</translation>
    </message>
    <message>
        <source>all that there was is shared out</source>
        <translation>全部可分的都已分配</translation>
    </message>
    <message>
        <source>always answer{noise}</source>
        <translation>始终回答{noise}</translation>
    </message>
    <message>
        <source>ask me each time</source>
        <translation>每次都问我</translation>
    </message>
    <message>
        <source>ask me each time; no trades imported</source>
        <translation>每次都问我；未导入交易</translation>
    </message>
    <message>
        <source>asked to deposit</source>
        <translation>申请存入</translation>
    </message>
    <message>
        <source>asked to withdraw</source>
        <translation>申请赎回</translation>
    </message>
    <message>
        <source>at prices that no exchange quotes</source>
        <translation>价格不是任何交易所会报出的</translation>
    </message>
    <message>
        <source>at stake in rounds</source>
        <translation>质押于轮次中</translation>
    </message>
    <message>
        <source>at the last closed epoch</source>
        <translation>截至最近结束的结算期</translation>
    </message>
    <message>
        <source>awaited</source>
        <translation>待收到</translation>
    </message>
    <message>
        <source>beats no features</source>
        <translation>优于无特征</translation>
    </message>
    <message>
        <source>began {time}</source>
        <translation>开始于{time}</translation>
    </message>
    <message>
        <source>bond</source>
        <translation>保证金</translation>
    </message>
    <message>
        <source>box key and mask key</source>
        <translation>密封盒密钥和掩码密钥</translation>
    </message>
    <message>
        <source>by round {number} alone</source>
        <translation>仅按第{number}轮</translation>
    </message>
    <message>
        <source>by the payout tables on chain</source>
        <translation>依据链上的支付表</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>chain</source>
        <translation>链</translation>
    </message>
    <message>
        <source>change of equity a day, {zone}, since {day}</source>
        <translation>每日权益变化，{zone}，自{day}起</translation>
    </message>
    <message>
        <source>checking the scores</source>
        <translation>正在检查评分</translation>
    </message>
    <message>
        <source>checking the story</source>
        <translation>正在检查演示过程</translation>
    </message>
    <message>
        <source>claimed, event not known</source>
        <translation>已领取，事件未知</translation>
    </message>
    <message>
        <source>claiming</source>
        <translation>正在领取</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>无异常</translation>
    </message>
    <message>
        <source>clients register with fresh keys</source>
        <translation>客户端用新密钥登记</translation>
    </message>
    <message>
        <source>commitments precede the first candle, root3</source>
        <translation>承诺早于首根K线，root3</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>被中断</translation>
    </message>
    <message>
        <source>depends</source>
        <translation>视情况而定</translation>
    </message>
    <message>
        <source>digest of the survivors</source>
        <translation>存活者的摘要</translation>
    </message>
    <message>
        <source>digest of the traders</source>
        <translation>交易者的摘要</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>drawdown {percent}</source>
        <translation>回撤{percent}</translation>
    </message>
    <message>
        <source>dropped by a reorganisation</source>
        <translation>因链重组而丢弃</translation>
    </message>
    <message>
        <source>dropped out</source>
        <translation>已掉线</translation>
    </message>
    <message>
        <source>earlier payouts are published</source>
        <translation>先前的支付已公布</translation>
    </message>
    <message>
        <source>edges follow from beacon and hashes</source>
        <translation>边由信标和哈希推出</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>epoch {epoch} of {epochs}</source>
        <translation>第{epoch}遍，共{epochs}遍</translation>
    </message>
    <message>
        <source>every message is signed by its session key</source>
        <translation>每条消息都由其会话密钥签名</translation>
    </message>
    <message>
        <source>everything published of an update</source>
        <translation>更新的全部公开内容</translation>
    </message>
    <message>
        <source>exit code {number}</source>
        <translation>退出码{number}</translation>
    </message>
    <message>
        <source>exponential mean of closes</source>
        <translation>收盘价的指数均线</translation>
    </message>
    <message>
        <source>external signer</source>
        <translation>外部签名器</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>far outside of what is usual around them</source>
        <translation>远超周围的正常范围</translation>
    </message>
    <message>
        <source>features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>for each of up to {most_sums} sums</source>
        <translation>至多{most_sums}次求和中每次</translation>
    </message>
    <message>
        <source>for the answer</source>
        <translation>本次回答</translation>
    </message>
    <message>
        <source>free</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>from {loss}</source>
        <translation>原为{loss}</translation>
    </message>
    <message>
        <source>gap {count:,}</source>
        <translation>缺口{count:,}</translation>
    </message>
    <message>
        <source>global model</source>
        <translation>全局模型</translation>
    </message>
    <message>
        <source>hash of the self seed</source>
        <translation>自身种子的哈希</translation>
    </message>
    <message>
        <source>in a series whose volumes follow no market</source>
        <translation>所在序列的成交量不像任何市场</translation>
    </message>
    <message>
        <source>in a series without clusters of volatility and without fat tails</source>
        <translation>所在序列没有波动聚集，也没有肥尾</translation>
    </message>
    <message>
        <source>in another stored series too</source>
        <translation>在另一个已存的序列中也有</translation>
    </message>
    <message>
        <source>in the sum</source>
        <translation>计入总和</translation>
    </message>
    <message>
        <source>in {sums_with_mine} of {sums}</source>
        <translation>{sums}中的{sums_with_mine}次</translation>
    </message>
    <message>
        <source>is being sent</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>it fell silent</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>its beginning</source>
        <translation>刚开始</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>独立</translation>
    </message>
    <message>
        <source>join</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>已加入</translation>
    </message>
    <message>
        <source>joins are signed and delegated, root1</source>
        <translation>加入都已签名和委托，root1</translation>
    </message>
    <message>
        <source>last day</source>
        <translation>前一日</translation>
    </message>
    <message>
        <source>last {price}</source>
        <translation>最新{price}</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>被排除</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实盘</translation>
    </message>
    <message>
        <source>local time</source>
        <translation>本地时间</translation>
    </message>
    <message>
        <source>log price an hour</source>
        <translation>每小时的对数价格</translation>
    </message>
    <message>
        <source>log return a day</source>
        <translation>每日的对数收益</translation>
    </message>
    <message>
        <source>loss {before} → {after}</source>
        <translation>损失{before} → {after}</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>masked answer</source>
        <translation>掩码回答</translation>
    </message>
    <message>
        <source>masked update</source>
        <translation>掩码更新</translation>
    </message>
    <message>
        <source>masked updates arrive; nobody can read one alone</source>
        <translation>掩码更新陆续到达；没有人能单独读取其中一个</translation>
    </message>
    <message>
        <source>messages are canonical and single</source>
        <translation>消息规范且不重复</translation>
    </message>
    <message>
        <source>missing between the first and the last candle</source>
        <translation>在首根与末根K线之间缺失</translation>
    </message>
    <message>
        <source>model {model}</source>
        <translation>模型{model}</translation>
    </message>
    <message>
        <source>model {number}</source>
        <translation>模型{number}</translation>
    </message>
    <message>
        <source>mu {mu:g}, epoch {epoch}</source>
        <translation>mu {mu:g}，第{epoch}遍</translation>
    </message>
    <message>
        <source>my answer is in {sums}{cost}.</source>
        <translation>我的回答计入{sums}{cost}。</translation>
    </message>
    <message>
        <source>names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>no better than no features</source>
        <translation>不优于无特征</translation>
    </message>
    <message>
        <source>no bound</source>
        <translation>无界限</translation>
    </message>
    <message>
        <source>no candle was open then</source>
        <translation>当时没有K线</translation>
    </message>
    <message>
        <source>no limit, </source>
        <translation>无上限, </translation>
    </message>
    <message>
        <source>no part in this round</source>
        <translation>未参与本轮</translation>
    </message>
    <message>
        <source>no price known</source>
        <translation>价格未知</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>没有给出原因</translation>
    </message>
    <message>
        <source>no round is known</source>
        <translation>没有已知的轮次</translation>
    </message>
    <message>
        <source>no scored round yet</source>
        <translation>尚无已评分的轮次</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>norm openings are true</source>
        <translation>范数打开属实</translation>
    </message>
    <message>
        <source>norms are opened and within the bound</source>
        <translation>范数已打开且在界限内</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>未回答</translation>
    </message>
    <message>
        <source>not claimed yet</source>
        <translation>尚未领取</translation>
    </message>
    <message>
        <source>not scored yet</source>
        <translation>尚未评分</translation>
    </message>
    <message>
        <source>not seen before: {unseen}</source>
        <translation>从未见过：{unseen}</translation>
    </message>
    <message>
        <source>not stored</source>
        <translation>未存储</translation>
    </message>
    <message>
        <source>not trading yet</source>
        <translation>尚未交易</translation>
    </message>
    <message>
        <source>not whole</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>nothing spent</source>
        <translation>未花费</translation>
    </message>
    <message>
        <source>nothing there</source>
        <translation>没有内容</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>now {percent}</source>
        <translation>现为{percent}</translation>
    </message>
    <message>
        <source>number {nonce}; {call}</source>
        <translation>序号{nonce}；{call}</translation>
    </message>
    <message>
        <source>of one and the same height, or without wicks</source>
        <translation>高度完全相同，或没有影线</translation>
    </message>
    <message>
        <source>of the most unusual pair</source>
        <translation>最不寻常的交易对</translation>
    </message>
    <message>
        <source>of {epsilon_limit}, </source>
        <translation>上限{epsilon_limit}, </translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>on a straight line, as filled-in candles are</source>
        <translation>在一条直线上，像填补出来的K线</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>open_norm</source>
        <translation>范数打开</translation>
    </message>
    <message>
        <source>open_score</source>
        <translation>评分打开</translation>
    </message>
    <message>
        <source>outside of a window</source>
        <translation>不在窗口内</translation>
    </message>
    <message>
        <source>own candles</source>
        <translation>自己的K线</translation>
    </message>
    <message>
        <source>paid by round {number}, no error yet</source>
        <translation>由第{number}轮支付，尚无误差</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>模拟盘</translation>
    </message>
    <message>
        <source>payout roots are on chain</source>
        <translation>支付根已上链</translation>
    </message>
    <message>
        <source>payouts follow from the scores</source>
        <translation>支付由评分推出</translation>
    </message>
    <message>
        <source>pinball loss</source>
        <translation>分位数损失</translation>
    </message>
    <message>
        <source>pip install &apos;conflux[study]&apos;</source>
        <translation>pip install &apos;conflux[study]&apos;</translation>
    </message>
    <message>
        <source>practice money</source>
        <translation>练习币</translation>
    </message>
    <message>
        <source>predicting</source>
        <translation>预测中</translation>
    </message>
    <message>
        <source>products of masks</source>
        <translation>掩码的乘积</translation>
    </message>
    <message>
        <source>proof checked against the chain</source>
        <translation>证明已与链核对</translation>
    </message>
    <message>
        <source>publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>quote coins a day</source>
        <translation>计价币/日</translation>
    </message>
    <message>
        <source>quote coins a fill</source>
        <translation>计价币/笔成交</translation>
    </message>
    <message>
        <source>random sums of masks</source>
        <translation>掩码的随机和</translation>
    </message>
    <message>
        <source>random sums show that no update is too long or turned around</source>
        <translation>随机和证明没有更新过长或反向</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>reference direction</source>
        <translation>参考方向</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>已被替换</translation>
    </message>
    <message>
        <source>round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>round {round_id} is scored in {left}</source>
        <translation>第{round_id}轮在{left}后评分</translation>
    </message>
    <message>
        <source>round {round_id} {step}</source>
        <translation>第{round_id}轮 {step}</translation>
    </message>
    <message>
        <source>round {round_id}: {step}{closes}</source>
        <translation>第{round_id}轮：{step}{closes}</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>score openings are complete and for this gradient</source>
        <translation>评分打开值齐全且对应此梯度</translation>
    </message>
    <message>
        <source>scores follow from the openings</source>
        <translation>评分由打开值推出</translation>
    </message>
    <message>
        <source>scores go on chain; a few masks, drawn by lot, are shown</source>
        <translation>评分上链；抽签选出的少数掩码会被展示</translation>
    </message>
    <message>
        <source>scores sum to the loss taken away</source>
        <translation>评分之和等于消除的损失</translation>
    </message>
    <message>
        <source>scoring</source>
        <translation>评分中</translation>
    </message>
    <message>
        <source>sealed shares</source>
        <translation>密封的份额</translation>
    </message>
    <message>
        <source>seeds of drawn edges</source>
        <translation>抽中的边的种子</translation>
    </message>
    <message>
        <source>server name</source>
        <translation>服务器名称</translation>
    </message>
    <message>
        <source>settle</source>
        <translation>结算</translation>
    </message>
    <message>
        <source>share</source>
        <translation>份额</translation>
    </message>
    <message>
        <source>shares of neighbours&apos; secrets</source>
        <translation>邻居的秘密的份额</translation>
    </message>
    <message>
        <source>shares of the masks&apos; seeds go to neighbours, sealed</source>
        <translation>掩码种子的份额密封后发给邻居</translation>
    </message>
    <message>
        <source>shares reveal what may be known</source>
        <translation>份额只透露可以知道的内容</translation>
    </message>
    <message>
        <source>signal {number}</source>
        <translation>信号{number}</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟行情</translation>
    </message>
    <message>
        <source>simulated · </source>
        <translation>模拟 · </translation>
    </message>
    <message>
        <source>since the start of the program</source>
        <translation>自程序启动以来</translation>
    </message>
    <message>
        <source>soon</source>
        <translation>即将</translation>
    </message>
    <message>
        <source>start = 100</source>
        <translation>起点 = 100</translation>
    </message>
    <message>
        <source>survivors are agreed, root4</source>
        <translation>存活者已一致确认，root4</translation>
    </message>
    <message>
        <source>the beacons are blocks&apos; hashes</source>
        <translation>信标是区块的哈希</translation>
    </message>
    <message>
        <source>the chain&apos;s own coin</source>
        <translation>链自身的币</translation>
    </message>
    <message>
        <source>the desktop was not told</source>
        <translation>未能通知桌面</translation>
    </message>
    <message>
        <source>the drawn edges were opened truly, or their ends are convicted</source>
        <translation>抽中的边已如实打开，否则其两端被判违规</translation>
    </message>
    <message>
        <source>the gradient can be computed again</source>
        <translation>梯度可以重新计算</translation>
    </message>
    <message>
        <source>the last candle closed {age} ago</source>
        <translation>最近一根K线{age}前收盘</translation>
    </message>
    <message>
        <source>the last global steps are those of the models on chain</source>
        <translation>最近的全局步长与链上的模型一致</translation>
    </message>
    <message>
        <source>the network does not answer</source>
        <translation>网络没有响应</translation>
    </message>
    <message>
        <source>the next model is published; the candles that score it come in</source>
        <translation>下一个模型已发布；为其评分的K线陆续到来</translation>
    </message>
    <message>
        <source>the published sum alone</source>
        <translation>仅公开的总和</translation>
    </message>
    <message>
        <source>the reference direction is the recomputed one</source>
        <translation>参考方向与重新计算的一致</translation>
    </message>
    <message>
        <source>the round stands on chain</source>
        <translation>轮次已在链上</translation>
    </message>
    <message>
        <source>the round&apos;s terms are on chain</source>
        <translation>轮次的条款已在链上</translation>
    </message>
    <message>
        <source>the services are not loaded yet</source>
        <translation>服务尚未加载</translation>
    </message>
    <message>
        <source>the sum is unmasked, never a single update</source>
        <translation>总和去除掩码，单个更新绝不去除</translation>
    </message>
    <message>
        <source>the sum re-adds</source>
        <translation>总和重新相加一致</translation>
    </message>
    <message>
        <source>the terms are the ones on chain</source>
        <translation>条款与链上的一致</translation>
    </message>
    <message>
        <source>the transcript is the one on chain</source>
        <translation>协议记录与链上的一致</translation>
    </message>
    <message>
        <source>to fetch</source>
        <translation>待提取</translation>
    </message>
    <message>
        <source>took {span}</source>
        <translation>用时{span}</translation>
    </message>
    <message>
        <source>traded, yet stuck at one price</source>
        <translation>有成交，价格却停在一处</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>未改动</translation>
    </message>
    <message>
        <source>unmask</source>
        <translation>去除掩码</translation>
    </message>
    <message>
        <source>unpaid</source>
        <translation>未支付</translation>
    </message>
    <message>
        <source>urgent</source>
        <translation>紧急</translation>
    </message>
    <message>
        <source>valued {worth} {currency}</source>
        <translation>估值{worth} {currency}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>waiting for the payout tables</source>
        <translation>正在等待支付表</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>waits for candles after the commitment, then scores</source>
        <translation>等待承诺之后的K线，然后评分</translation>
    </message>
    <message>
        <source>waits for its score</source>
        <translation>等待评分</translation>
    </message>
    <message>
        <source>waits for me</source>
        <translation>等我表态</translation>
    </message>
    <message>
        <source>waits for the challenge delay</source>
        <translation>等待质疑期结束</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>watched only</source>
        <translation>仅观察</translation>
    </message>
    <message>
        <source>weights follow from earlier scores</source>
        <translation>权重由先前的评分推出</translation>
    </message>
    <message>
        <source>with {split}</source>
        <translation>另加{split}</translation>
    </message>
    <message>
        <source>without any volume</source>
        <translation>没有任何成交量</translation>
    </message>
    <message>
        <source>word {place}</source>
        <translation>第{place}个词</translation>
    </message>
    <message>
        <source>words, no. {index}</source>
        <translation>助记词，序号{index}</translation>
    </message>
    <message>
        <source>worker</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>{added} of {series}.</source>
        <translation>{series}共{added}。</translation>
    </message>
    <message>
        <source>{address} (me)</source>
        <translation>{address}（我）</translation>
    </message>
    <message>
        <source>{after} with a temperature fitted on earlier windows; 0 is honest.</source>
        <translation>经用更早窗口拟合的温度校准后为{after}；0为如实。</translation>
    </message>
    <message>
        <source>{amount} is a large amount. Type it again, or the word send.</source>
        <translation>{amount}是大额。请再次输入数额，或输入单词send。</translation>
    </message>
    <message>
        <source>{arrow} buy &amp; hold {held}</source>
        <translation>{arrow} 买入持有{held}</translation>
    </message>
    <message>
        <source>{arrow} round {last_scored_round}, in nat</source>
        <translation>{arrow} 第{last_scored_round}轮，单位nat</translation>
    </message>
    <message>
        <source>{better} the personal model is better, {worse} worse, {unclear} not told apart at 95 %.</source>
        <translation>{better}表示个人模型更好，{worse}表示更差，{unclear}表示在95%水平上无法区分。</translation>
    </message>
    <message>
        <source>{candles} are in {path}.</source>
        <translation>{candles}已存入{path}。</translation>
    </message>
    <message>
        <source>{candles} of {of:,} {what}.</source>
        <translation>{of:,}根中有{candles}{what}。</translation>
    </message>
    <message>
        <source>{capitalize} network connected</source>
        <translation>已连接{capitalize}网络</translation>
    </message>
    <message>
        <source>{contract}, {size} bytes of data</source>
        <translation>{contract}，{size}字节数据</translation>
    </message>
    <message>
        <source>{count:,.1f} KiB</source>
        <translation>{count:,.1f} KiB</translation>
    </message>
    <message>
        <source>{count:,.1f} MiB</source>
        <translation>{count:,.1f} MiB</translation>
    </message>
    <message>
        <source>{count} of {needed} blocks</source>
        <translation>{count}/{needed}个区块</translation>
    </message>
    <message>
        <source>{count}, head {head}…</source>
        <translation>{count}，链头{head}…</translation>
    </message>
    <message>
        <source>{current} of equity</source>
        <translation>占权益{current}</translation>
    </message>
    <message>
        <source>{dataset}, sent without noise</source>
        <translation>{dataset}，未加噪声发送</translation>
    </message>
    <message>
        <source>{dataset}: epsilon {epsilon} over {updates} with noise</source>
        <translation>{dataset}：epsilon {epsilon}，含{updates}（有噪声）</translation>
    </message>
    <message>
        <source>{day}: nothing is known</source>
        <translation>{day}：情况未知</translation>
    </message>
    <message>
        <source>{day}: {arrow} {amount} {asset}, {trades}</source>
        <translation>{day}：{arrow} {amount} {asset}，{trades}</translation>
    </message>
    <message>
        <source>{entries} are in {path}.</source>
        <translation>{entries}已存入{path}。</translation>
    </message>
    <message>
        <source>{exposure} invested</source>
        <translation>已投入{exposure}</translation>
    </message>
    <message>
        <source>{failed} failed</source>
        <translation>{failed}项不成立</translation>
    </message>
    <message>
        <source>{fees} {asset} in fees</source>
        <translation>手续费{fees} {asset}</translation>
    </message>
    <message>
        <source>{gas} gas at {most} gwei at most, of it {tip} as tip</source>
        <translation>{gas} gas，单价最高{most} gwei，其中小费{tip}</translation>
    </message>
    <message>
        <source>{job} failed: {cause}</source>
        <translation>任务失败（{job}）：{cause}</translation>
    </message>
    <message>
        <source>{job} is done. {result}</source>
        <translation>任务已完成（{job}）。{result}</translation>
    </message>
    <message>
        <source>{job} is under way.</source>
        <translation>任务“{job}”正在进行。</translation>
    </message>
    <message>
        <source>{job} was not begun again: its screen is busy.</source>
        <translation>任务未重新开始（{job}）：其界面正忙。</translation>
    </message>
    <message>
        <source>{joined} joined so far</source>
        <translation>目前已加入{joined}个</translation>
    </message>
    <message>
        <source>{key} cannot be made of the stored {lengths} candles.</source>
        <translation>{key}无法由已存的{lengths}K线合成。</translation>
    </message>
    <message>
        <source>{key}: {count:,} candles are stored.</source>
        <translation>{key}：已存{count:,}根K线。</translation>
    </message>
    <message>
        <source>{label} · start = 100</source>
        <translation>{label} · 起点 = 100</translation>
    </message>
    <message>
        <source>{label}{count:,} candles{made}{gaps}{lost}{untrained}</source>
        <translation>{label}{count:,}根K线{made}{gaps}{lost}{untrained}</translation>
    </message>
    <message>
        <source>{left} left</source>
        <translation>剩余{left}</translation>
    </message>
    <message>
        <source>{level:g} quantile</source>
        <translation>{level:g}分位数</translation>
    </message>
    <message>
        <source>{level} and graver</source>
        <translation>{level}及更严重</translation>
    </message>
    <message>
        <source>{level} quantile</source>
        <translation>{level}分位数</translation>
    </message>
    <message>
        <source>{line}, and {without_noise:,} without</source>
        <translation>{line}，另有{without_noise:,}个无噪声</translation>
    </message>
    <message>
        <source>{listed} when joining ends.</source>
        <translation>加入结束后，{listed}。</translation>
    </message>
    <message>
        <source>{method} {path} to {host}: {fields}</source>
        <translation>{method} {path}发往{host}：{fields}</translation>
    </message>
    <message>
        <source>{model} on {pair}: {stage} · {done:.0f} %</source>
        <translation>{model}，{pair}：{stage} · {done:.0f} %</translation>
    </message>
    <message>
        <source>{mode} · simulated market</source>
        <translation>{mode} · 模拟行情</translation>
    </message>
    <message>
        <source>{mode}, simulated market</source>
        <translation>{mode}，模拟行情</translation>
    </message>
    <message>
        <source>{money} leaving</source>
        <translation>{money}解押中</translation>
    </message>
    <message>
        <source>{most_lines} lines</source>
        <translation>{most_lines}条线</translation>
    </message>
    <message>
        <source>{most_panes} panes</source>
        <translation>{most_panes}个窗格</translation>
    </message>
    <message>
        <source>{name} contributes now. Another can be used when that is over.</source>
        <translation>{name}正在贡献。结束后才能使用另一个账户。</translation>
    </message>
    <message>
        <source>{name} is kept.</source>
        <translation>已保存{name}。</translation>
    </message>
    <message>
        <source>{name} lists {count}: type to choose.</source>
        <translation>{name}列有{count}：输入以选择。</translation>
    </message>
    <message>
        <source>{name} takes part in round {rounds}. Another can be used when that is over.</source>
        <translation>{name}正参与第{rounds}轮。结束后才能使用另一个账户。</translation>
    </message>
    <message>
        <source>{name} was removed.</source>
        <translation>已移除{name}。</translation>
    </message>
    <message>
        <source>{name}: at most {most} gwei, tip {tip}</source>
        <translation>{name}：最高{most} gwei，小费{tip}</translation>
    </message>
    <message>
        <source>{name}: {address}</source>
        <translation>{name}：{address}</translation>
    </message>
    <message>
        <source>{noise_multiplier:g} answers</source>
        <translation>{noise_multiplier:g}个回答</translation>
    </message>
    <message numerus="yes">
        <source>{n} candle(s)</source>
        <translation>
            <numerusform>{n}根K线</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} contact(s) written.</source>
        <translation>
            <numerusform>已写入{n}个联系人。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} entr(y|ies)</source>
        <translation>
            <numerusform>{n}条记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} fault(s)</source>
        <translation>
            <numerusform>{n}处错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file(s)</source>
        <translation>
            <numerusform>{n}个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} gap(s)</source>
        <translation>
            <numerusform>{n}个缺口</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} job(s) under way</source>
        <translation>
            <numerusform>{n}个任务进行中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} line(s)</source>
        <translation>
            <numerusform>{n}行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} line(s) written to {file}</source>
        <translation>
            <numerusform>已将{n}行写入{file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} more report(s) in the folder</source>
        <translation>
            <numerusform>文件夹中还有{n}份报告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new</source>
        <translation>
            <numerusform>{n}条新通知</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new candle(s)</source>
        <translation>
            <numerusform>{n}根新K线</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new contact(s).</source>
        <translation>
            <numerusform>{n}个新联系人。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new notification(s) (Ctrl+Shift+J)</source>
        <translation>
            <numerusform>{n}条新通知（Ctrl+Shift+J）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new trade(s)</source>
        <translation>
            <numerusform>{n}笔新交易</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} pair(s)</source>
        <translation>
            <numerusform>{n}个交易对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} pane(s)</source>
        <translation>
            <numerusform>{n}个窗格</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} participant(s)</source>
        <translation>
            <numerusform>{n}位参与者</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} request(s)</source>
        <translation>
            <numerusform>{n}个请求</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} round(s)</source>
        <translation>
            <numerusform>{n}个轮次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} row(s)</source>
        <translation>
            <numerusform>{n}行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} series</source>
        <translation>
            <numerusform>{n}个序列</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} series stored.</source>
        <translation>
            <numerusform>已存储{n}个序列。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} spot pair(s)</source>
        <translation>
            <numerusform>{n}个现货交易对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} sum(s)</source>
        <translation>
            <numerusform>{n}次求和</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} thread(s)</source>
        <translation>
            <numerusform>{n}个线程</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} trade(s)</source>
        <translation>
            <numerusform>{n}笔交易</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} trade(s) written to {file}.</source>
        <translation>
            <numerusform>已将{n}笔交易写入{file}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} update(s)</source>
        <translation>
            <numerusform>{n}个更新</numerusform>
        </translation>
    </message>
    <message>
        <source>{over} of {most_lines} over the candles, {below} of {most_panes} below.</source>
        <translation>K线之上{over}条（最多{most_lines}条），下方{below}（最多{most_panes}个）。</translation>
    </message>
    <message>
        <source>{present} in round {round_id}</source>
        <translation>第{round_id}轮中{present}个</translation>
    </message>
    <message>
        <source>{price} {currency} for one {coin} at {time}, {source}</source>
        <translation>{time}，1 {coin} = {price} {currency}，{source}</translation>
    </message>
    <message>
        <source>{requests} since {began_at}</source>
        <translation>自{began_at}以来{requests}</translation>
    </message>
    <message>
        <source>{rounds} with my part in it</source>
        <translation>我参与的{rounds}</translation>
    </message>
    <message>
        <source>{share} below</source>
        <translation>{share}低于它</translation>
    </message>
    <message>
        <source>{share} of the privacy budget of {dataset} is spent.</source>
        <translation>{dataset}的隐私预算已用去{share}。</translation>
    </message>
    <message>
        <source>{shown:,} of the newest {newest:,}; the CSV has all {entries:,}</source>
        <translation>最新{newest:,}条中的{shown:,}条；CSV含全部{entries:,}条</translation>
    </message>
    <message>
        <source>{shown:,} of {entries}</source>
        <translation>{shown:,}/{entries}</translation>
    </message>
    <message>
        <source>{size} in all to {destination}{each}. Nothing was sent yet.</source>
        <translation>合计{size}，发往{destination}{each}。尚未发送任何内容。</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>剩余{span}</translation>
    </message>
    <message>
        <source>{state}, unpaid</source>
        <translation>{state}，不支付</translation>
    </message>
    <message>
        <source>{step} waits for {awaited}</source>
        <translation>{step}等待{awaited}个</translation>
    </message>
    <message>
        <source>{symbol} {timeframe} · kept epoch {best_epoch}{hidden}</source>
        <translation>{symbol} {timeframe} · 保留第{best_epoch}遍{hidden}</translation>
    </message>
    <message>
        <source>{symbol}: {series:,} candles are stored.</source>
        <translation>{symbol}：已存储{series:,}根K线。</translation>
    </message>
    <message>
        <source>{target} of equity</source>
        <translation>占权益{target}</translation>
    </message>
    <message>
        <source>{text!r} is not a timeframe.</source>
        <translation>{text!r}不是周期。</translation>
    </message>
    <message>
        <source>{title}, made of {counted} of mine. {reason}</source>
        <translation>{title}，用到我的{counted}。{reason}</translation>
    </message>
    <message>
        <source>{title}, {data:,} candles, {newest}{lines}</source>
        <translation>{title}，{data:,}根K线，{newest}{lines}</translation>
    </message>
    <message>
        <source>{title}. A report is kept on this machine.</source>
        <translation>{title}。报告保存在本机。</translation>
    </message>
    <message>
        <source>{totals} · some prices could not be asked for</source>
        <translation>{totals} · 有些价格无法查询</translation>
    </message>
    <message>
        <source>{total} since the start of the program</source>
        <translation>自程序启动以来{total}</translation>
    </message>
    <message>
        <source>{trades} kept on this machine.</source>
        <translation>{trades}保存在本机。</translation>
    </message>
    <message>
        <source>{typed} is nothing to send.</source>
        <translation>{typed}无法发送。</translation>
    </message>
    <message>
        <source>{variable} is set in the environment. Unset it to choose here.</source>
        <translation>环境中已设定{variable}。取消设定后才能在此选择。</translation>
    </message>
    <message>
        <source>{waiting} waiting for my word</source>
        <translation>{waiting}个等我表态</translation>
    </message>
    <message>
        <source>{wanted} of equity</source>
        <translation>占权益{wanted}</translation>
    </message>
    <message>
        <source>{what}{others} Leaves {score} of the score.</source>
        <translation>{what}{others}此项保留{score}的评分。</translation>
    </message>
    <message>
        <source>{whole} h {minutes} min</source>
        <translation>{whole}小时{minutes}分钟</translation>
    </message>
    <message>
        <source>{whole} min</source>
        <translation>{whole}分钟</translation>
    </message>
    <message>
        <source>{windows:,} windows on {days} days, in blocks of {block_days}{chosen}</source>
        <translation>{windows:,}个窗口，{days}天，按{block_days}天分块{chosen}</translation>
    </message>
    <message>
        <source>{wins} of {sales} sales gained more than their fee.</source>
        <translation>{sales}次卖出中有{wins}次的盈利超过其手续费。</translation>
    </message>
    <message>
        <source>± {error}, paid by round {number}</source>
        <translation>± {error}，由第{number}轮支付</translation>
    </message>
    <message>
        <source>▲ Buy</source>
        <translation>▲ 买入</translation>
    </message>
    <message>
        <source>▼ Sell</source>
        <translation>▼ 卖出</translation>
    </message>
    <message>
        <source>● in use</source>
        <translation>● 使用中</translation>
    </message>
    <message>
        <source>✓ holds</source>
        <translation>✓ 成立</translation>
    </message>
    <message>
        <source>✗ convicted</source>
        <translation>✗ 判定违规</translation>
    </message>
    <message>
        <source>✗ fails</source>
        <translation>✗ 不成立</translation>
    </message>
    <message>
        <source>✗ left out</source>
        <translation>✗ 被排除</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>中文</translation>
    </message>
</context>
</TS>
