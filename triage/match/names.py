"""Names of models and projects: terms that say *what* an issue is about, not what is wrong.

Two issues that share only such a name rarely ask the same question, and an entry about another
model rarely answers. Output: a set of terms. Names are facts of the repository's tree.
"""

from __future__ import annotations

from triage.match.terms import stem

_NAMES = """
adv_imagenet_models adversarial_crypto adversarial_text albert attention_ocr audioset autoaugment
autoencoder bert boosted_trees brain_coder centernet cifar cifar10 cifar100 cognitive_planning
compression cvt_text deep_contextual_bandits deep_speech deeplab deeplabv3 deepspeech delf delg
detr differential_privacy domain_adaptation dragnn efficientdet efficientnet efficient_hrl electra
fasterrcnn feelvos fivo gan gpt hiro im2txt inception inception_resnet keypointnet labelimg
learned_optimizer learning_to_remember_rare_events lexnet_nc lfads lm_1b lstm_object_detection
marco maskgan maskrcnn maxvit minigo mnist mobilebert mobilenet mobilenet_v1 mobilenet_v2
mobilenet_v3 morph_net movinet namignizer nasnet nasfpn ncf neural_gpu neural_programmer
next_frame_prediction nhnet object_detection panoptic parsey parsey_mcparseface pcl_rl pix2pix
pixelcnn ptb ptn qa_kg real_nvp rebar resnet resnet50 resnet_v1 resnet_v2 retinanet roberta
sentiment_analysis seq2species seq2act shapemask simclr skip_thoughts slim spatial_transformer
spinenet ssd steve street struct2depth swivel syntaxnet tcn textsum transformer tensorrt unet
unified_detector vggish vgg vid2depth video_prediction vit wide_deep word2vec word2vec_optimized
xception xlnet yamnet yolo yolov3 yolov4
"""
NAMES: frozenset[str] = frozenset(stem(name) for name in _NAMES.split())
